import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { Server as HttpServer, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectPrometheus } from './connect-prometheus.ts'

const directory = mkdtempSync(join(tmpdir(), 'exantas-tls-'))
const file = (name: string) => join(directory, name)
const openssl = (...parameters: string[]) => execFileSync('openssl', parameters, { cwd: directory, stdio: 'pipe' })

function signed(name: string, subject: string): void {
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject)
  openssl(
    ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'],
    ...['-out', `${name}.pem`, '-extfile', 'san'],
  )
}

beforeAll(() => {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=ca',
  )
  execFileSync('sh', ['-c', `echo 'subjectAltName=IP:127.0.0.1' > '${file('san')}'`])
  signed('server', '/CN=prometheus')
  signed('client', '/CN=exantas')
}, 60_000)
afterAll(() => rmSync(directory, { recursive: true }))

const open: (Server | HttpServer)[] = []
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) {
    socket.destroy()
  }
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

async function listening(server: Server | HttpServer, scheme: 'http' | 'https'): Promise<string> {
  open.push(server)
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `${scheme}://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const answer = JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } })

describe('a Prometheus that demands certificates', () => {
  const callers: (string | undefined)[] = []
  const start = () => {
    const server = createSecureServer(
      {
        key: readFileSync(file('server.key')),
        cert: readFileSync(file('server.pem')),
        ca: readFileSync(file('ca.pem')),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        callers.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN))
        response.end(answer)
      },
    )
    return listening(server, 'https')
  }
  const probe = (baseUrl: string, tls: object) =>
    connectPrometheus({ baseUrls: [baseUrl], headers: {}, tls }).metrics.probe()

  it('answers who shows its certificate and trusts its authority', async () => {
    const tls = { caFile: file('ca.pem'), certFile: file('client.pem'), keyFile: file('client.key') }
    await expect(probe(await start(), tls)).resolves.toBeUndefined()
    expect(callers).toEqual(['exantas'])
  })

  it('is unavailable to who shows none, and to who does not trust it', async () => {
    const baseUrl = await start()
    await expect(probe(baseUrl, { caFile: file('ca.pem') })).rejects.toMatchObject({
      code: 'unavailable',
      params: { source: 'prometheus', reason: expect.stringMatching(/^[A-Z_0-9]+$/) },
    })
    await expect(probe(baseUrl, {})).rejects.toMatchObject({
      code: 'unavailable',
      params: { reason: expect.stringMatching(/CERT|SIGNATURE|ISSUER/) },
    })
  })

  it('cannot be configured with a file that is not there', () => {
    const options = { baseUrls: ['https://prometheus.example'] as const, headers: {} }
    expect(() => connectPrometheus({ ...options, tls: { caFile: file('missing.pem') } })).toThrow('missing.pem')
  })
})

describe('an answer', () => {
  const probe = async (listener: RequestListener) => {
    const baseUrl = await listening(createServer(listener), 'http')
    return connectPrometheus({ baseUrls: [baseUrl], headers: {} }).metrics
  }

  it('may be packed, which is not asked for on one machine', async () => {
    const metrics = await probe((request, response) => {
      expect(request.headers['accept-encoding']).toBeUndefined()
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(answer))
    })
    await expect(metrics.probe()).resolves.toBeUndefined()
  })

  it('packed and cut short is a failure, not silence', async () => {
    const metrics = await probe((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(answer).subarray(0, 20))
    })
    await expect(metrics.probe()).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('comes although the kept connection was closed meanwhile', async () => {
    let answered = 0
    const metrics = await probe((request, response) => {
      answered += 1
      if (answered === 2) {
        request.socket.destroy()
        return
      }
      response.end(answer)
    })
    await metrics.probe()
    await expect(metrics.probe()).resolves.toBeUndefined()
    expect(answered).toBe(3)
  })
})
