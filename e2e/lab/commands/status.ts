import { hostProcessId } from '../host-process.ts'
import { lastingProcessNames } from '../host-processes.ts'
import { startedIncidents } from '../incidents/started-incidents.ts'
import { getJson, kubectl } from '../kubectl.ts'
import { LabFailure, say } from '../say.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'

interface ProxySync {
  proxy: string
  cluster_sent?: string
  cluster_acked?: string
  listener_sent?: string
  listener_acked?: string
  route_sent?: string
  route_acked?: string
  endpoint_sent?: string
  endpoint_acked?: string
}

interface Pod {
  metadata: { namespace: string; name: string; deletionTimestamp?: string }
  spec: { containers: { name: string }[]; initContainers?: { name: string }[] }
  status: { phase?: string; conditions?: { type: string; status: string }[] }
}

/** Prints how the lab stands; fails unless every process runs, every pod is ready and every proxy has taken its configuration. */
export async function status(): Promise<void> {
  const incidents = startedIncidents()
  if (incidents.length > 0) {
    say(`going on: ${incidents.join(', ')}; npm run lab -- heal ends them`)
  }
  const stopped = lastingProcessNames.filter((name) => hostProcessId(name) === undefined)
  if (stopped.length > 0) {
    throw new LabFailure(`Not running: ${stopped.join(', ')}. Up starts them; their logs are in ${lab.logs}.`)
  }
  await until('every pod is ready', async () => areNone(await unreadyPods()), { seconds: 60, everyMs: 500 })
  await until('every proxy is in sync', async () => areNone(await staleProxies()), { seconds: 30 })
  console.log(await kubectl(['get', 'pods', '-A']))
  const proxies = await readSync()
  say(`${proxies.length} proxies in sync`)
  console.log(`
  Kubernetes    KUBECONFIG=${lab.kubeconfig}, or npm run lab -- kubectl …
  Prometheus    ${lab.urls.prometheus}
  Alertmanager  ${lab.urls.alertmanager}
  Jaeger        ${lab.urls.jaeger}
  istiod        ${lab.urls.istiod}

  Exantas on it:
    EXANTAS_SOURCE=cluster EXANTAS_PROMETHEUS_URL=${lab.urls.prometheus} KUBECONFIG=${lab.kubeconfig} npm start
`)
}

/** Throws with the names, for the sentence that says who is waited for. */
function areNone(names: string[]): boolean {
  if (names.length > 0) {
    throw new Error(names.join(', '))
  }
  return true
}

/** Pods that are to stay: neither done nor on their way out. */
async function lastingPods(): Promise<Pod[]> {
  const { items } = await getJson<{ items: Pod[] }>(['pods', '-A'])
  return items.filter(
    ({ metadata, status: { phase } }) =>
      metadata.deletionTimestamp === undefined && phase !== 'Succeeded' && phase !== 'Failed',
  )
}

async function unreadyPods(): Promise<string[]> {
  return (await lastingPods())
    .filter(
      ({ status: { conditions = [] } }) => !conditions.some((one) => one.type === 'Ready' && one.status === 'True'),
    )
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
}

async function readSync(): Promise<ProxySync[]> {
  const response = await fetch(`${lab.urls.istiodDebug}/debug/syncz`)
  return (await response.json()) as ProxySync[]
}

const isInSync = (one: ProxySync) =>
  one.cluster_sent !== undefined &&
  one.cluster_sent === one.cluster_acked &&
  one.listener_sent === one.listener_acked &&
  one.route_sent === one.route_acked &&
  one.endpoint_sent === one.endpoint_acked

/** By pod, so that a proxy which istiod has not heard of is one of them. */
async function staleProxies(): Promise<string[]> {
  const synced = new Set((await readSync()).filter(isInSync).map(({ proxy }) => proxy))
  return (await lastingPods())
    .filter(({ spec }) =>
      [...(spec.initContainers ?? []), ...spec.containers].some(({ name }) => name === 'istio-proxy'),
    )
    .map(({ metadata }) => `${metadata.name}.${metadata.namespace}`)
    .filter((proxy) => !synced.has(proxy))
}
