import { hostProcessId } from '../host-process.ts'
import { hostProcessNames } from '../host-processes.ts'
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
  status: { conditions?: { type: string; status: string }[] }
}

/** Prints how the lab stands; fails unless every process runs, every pod is ready and every proxy has taken its configuration. */
export async function status(): Promise<void> {
  const stopped = hostProcessNames.filter((name) => name !== 'visitors' && hostProcessId(name) === undefined)
  if (stopped.length > 0) {
    throw new LabFailure(`Not running: ${stopped.join(', ')}. npm run lab -- up starts them.`)
  }
  await until('every pod is ready', async () => (await unreadyPods()).length === 0, { seconds: 60, everyMs: 500 })
  await until('every proxy is in sync', async () => (await staleProxies()).length === 0, { seconds: 30 })
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
    npm run build && EXANTAS_SOURCE=cluster EXANTAS_PROMETHEUS_URL=${lab.urls.prometheus} KUBECONFIG=${lab.kubeconfig} npm start
`)
}

async function unreadyPods(): Promise<string[]> {
  const { items } = await getJson<{ items: Pod[] }>(['pods', '-A'])
  return items
    .filter(
      ({ status: { conditions = [] } }) => !conditions.some((one) => one.type === 'Ready' && one.status === 'True'),
    )
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
}

async function readSync(): Promise<ProxySync[]> {
  const response = await fetch('http://127.0.0.1:8080/debug/syncz')
  return (await response.json()) as ProxySync[]
}

const isInSync = (one: ProxySync) =>
  one.cluster_sent === one.cluster_acked &&
  one.listener_sent === one.listener_acked &&
  one.route_sent === one.route_acked &&
  one.endpoint_sent === one.endpoint_acked

async function staleProxies(): Promise<string[]> {
  const all = await readSync()
  return all.filter((one) => !isInSync(one)).map(({ proxy }) => proxy)
}
