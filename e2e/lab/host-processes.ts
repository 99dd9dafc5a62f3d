import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillManifest } from './fill-manifest.ts'
import { hostProcessId, startHostProcess, stopHostProcess } from './host-process.ts'
import { getJson, kubectl } from './kubectl.ts'
import { addNamespace } from './kubelet/network.ts'
import type { Plan } from './load/open-loop.ts'
import { programs } from './programs.ts'
import { LabFailure } from './say.ts'
import { lab } from './settings.ts'
import { until } from './until.ts'

/** Every process on the host in the order in which `down` ends them. */
export const hostProcessNames = [
  'visitors',
  'surge',
  'kubelet',
  'outside',
  'prometheus',
  'alertmanager',
  'telemetry',
  'jaeger',
  'kube-controller-manager',
  'kube-apiserver',
  'etcd',
]

/** Those that a lab has all the time. Visitors leave by themselves. */
export const lastingProcessNames = hostProcessNames.filter((name) => name !== 'visitors' && name !== 'surge')

/** For commands that can do nothing with a lab that is down. */
export function ensureUp(): void {
  if (hostProcessId('kube-apiserver') === undefined) {
    throw new LabFailure('The lab is not up: npm run lab -- up starts it.')
  }
}

const outsideNamespace = `${lab.netnsPrefix}outside`
const source = (path: string) => join(import.meta.dirname, path)

/** The settings of the lab that its own daemons must be told. */
export function daemonEnvironment(): Record<string, string> {
  return {
    EXANTAS_LAB_STATE: lab.state,
    EXANTAS_LAB_CACHE: lab.cache,
    NODE_EXTRA_CA_CERTS: join(lab.pki, 'ca.crt'),
  }
}

/** Runs and reports every pod. Resolves once it has ended what an earlier one left, and states of then no longer stand. */
export async function startKubelet(): Promise<void> {
  startHostProcess({
    name: 'kubelet',
    program: programs.node,
    args: [source('kubelet/main.ts')],
    env: daemonEnvironment(),
  })
  const asksHealth = ['get', '--raw', `/api/v1/nodes/${lab.node}/proxy/healthz`]
  await until('the kubelet answers', async () => (await kubectl(asksHealth)) === 'ok', { seconds: 60 })
}

/** Istio's metrics, Prometheus, Alertmanager and Jaeger. */
export async function startObservability(): Promise<void> {
  startHostProcess({
    name: 'telemetry',
    program: programs.node,
    args: [source('telemetry/main.ts')],
    env: daemonEnvironment(),
  })
  startJaeger()
  startHostProcess({
    name: 'alertmanager',
    program: 'prometheus-alertmanager',
    args: [
      `--config.file=${writeConfiguration('alertmanager.yml')}`,
      `--storage.path=${join(lab.state, 'alertmanager')}`,
      `--web.listen-address=${hostOf(lab.urls.alertmanager)}`,
      '--cluster.listen-address=',
    ],
  })
  writeConfiguration('rules.yml')
  startHostProcess({
    name: 'prometheus',
    program: 'prometheus',
    args: [
      `--config.file=${writeConfiguration('prometheus.yml')}`,
      `--storage.tsdb.path=${join(lab.state, 'prometheus')}`,
      `--web.listen-address=${hostOf(lab.urls.prometheus)}`,
      '--web.enable-lifecycle',
    ],
  })
}

function startJaeger(): void {
  const host = hostOf(lab.urls.jaeger)
  startHostProcess({
    name: 'jaeger',
    program: programs.jaeger,
    args: [
      '--memory.max-traces=20000',
      `--collector.otlp.grpc.host-port=${lab.gatewayIp}:4317`,
      '--collector.otlp.http.host-port=127.0.0.1:4318',
      `--query.http-server.host-port=${host}`,
      '--query.grpc-server.host-port=127.0.0.1:16685',
      '--admin.http.host-port=127.0.0.1:14269',
      '--collector.http-server.host-port=127.0.0.1:14268',
      '--collector.grpc-server.host-port=127.0.0.1:14250',
    ],
    env: { SPAN_STORAGE_TYPE: 'memory' },
  })
}

function writeConfiguration(name: string): string {
  const folder = join(lab.state, 'configuration')
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    file,
    fillManifest(join('observability', name), { STATE: lab.state, CONFIGURATION: folder, GATEWAY_IP: lab.gatewayIp }),
  )
  return file
}

/** The bank: a host that is in no mesh. */
export function startOutside(): void {
  addNamespace(outsideNamespace, lab.outsideIp)
  startHostProcess({
    name: 'outside',
    program: 'ip',
    args: ['netns', 'exec', outsideNamespace, programs.node, source('outside/main.ts')],
    env: daemonEnvironment(),
  })
}

/** What the lab has when nobody asks for another. */
export const usualLoad: Plan = { requestsPerSecond: 10, seconds: 4 * 3600 }

/** Visitors towards the ingress gateway, in place of those that are there. */
export async function startVisitors({ requestsPerSecond, seconds }: Plan): Promise<void> {
  await stopHostProcess('visitors')
  const { items } = await getJson<{ items: { status: { podIP?: string } }[] }>([
    '-n',
    'edge',
    'pods',
    '-l',
    'istio=ingress',
  ])
  const address = items[0]?.status.podIP
  if (address === undefined) {
    throw new LabFailure('There is no ingress gateway to visit.')
  }
  startHostProcess({
    name: 'visitors',
    program: programs.node,
    args: [source('load/main.ts'), `${requestsPerSecond}`, `${seconds}`, `http://${address}`],
    env: daemonEnvironment(),
  })
}

function hostOf(url: string): string {
  return new URL(url).host
}
