import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from '../run-program.ts'
import { lab } from '../settings.ts'

const ca = { key: join(lab.pki, 'ca.key'), crt: join(lab.pki, 'ca.crt') }
const serviceNames = [
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
]

/** The lab's own CA and what it signs, the service-account keys, and the administrator's kubeconfig; what exists stays. */
export async function makeKeys(): Promise<void> {
  mkdirSync(lab.pki, { recursive: true, mode: 0o755 })
  if (!existsSync(ca.crt)) {
    await openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '3650',
      '-subj',
      '/CN=exantas-lab',
      '-keyout',
      ca.key,
      '-out',
      ca.crt,
    )
  }
  const addresses = ['IP:127.0.0.1', 'IP:10.96.0.1', `IP:${lab.gatewayIp}`]
  await sign('apiserver', ['DNS:localhost', ...serviceNames.map((name) => `DNS:${name}`), ...addresses])
  await sign('kubelet', [`IP:${lab.gatewayIp}`], `system:node:${lab.node}`)
  await sign('outside', ['DNS:api.bank.example'])
  const serviceAccount = { key: join(lab.pki, 'sa.key'), pub: join(lab.pki, 'sa.pub') }
  if (!existsSync(serviceAccount.pub)) {
    await openssl('genrsa', '-out', serviceAccount.key, '2048')
    await openssl('rsa', '-in', serviceAccount.key, '-pubout', '-out', serviceAccount.pub)
  }
  const token = adminToken()
  writeFileSync(join(lab.pki, 'tokens.csv'), `${token},lab-admin,lab-admin,"system:masters"\n`, { mode: 0o600 })
  writeFileSync(lab.kubeconfig, kubeconfig('lab-admin', token), { mode: 0o600 })
}

/** A kubeconfig with one context, `lab`, for whoever holds `token`. */
export function kubeconfig(user: string, token: string): string {
  const cluster = { server: lab.urls.apiServer, 'certificate-authority': ca.crt }
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user } }],
    'current-context': 'lab',
  })
}

export function adminToken(): string {
  const file = join(lab.state, 'admin.token')
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8').trim()
}

async function sign(name: string, names: string[], commonName = name): Promise<void> {
  const path = (ending: string) => join(lab.pki, `${name}.${ending}`)
  if (existsSync(path('crt'))) {
    return
  }
  await openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    `/CN=${commonName}`,
    '-keyout',
    path('key'),
    '-out',
    path('csr'),
  )
  writeFileSync(path('ext'), `subjectAltName=${names.join(',')}\nextendedKeyUsage=serverAuth\n`)
  const extensions = ['-extfile', path('ext')]
  await openssl(
    'x509',
    '-req',
    '-in',
    path('csr'),
    '-CA',
    ca.crt,
    '-CAkey',
    ca.key,
    '-CAcreateserial',
    '-days',
    '3650',
    '-out',
    path('crt'),
    ...extensions,
  )
}

async function openssl(...args: string[]): Promise<void> {
  await runProgram('openssl', args)
}
