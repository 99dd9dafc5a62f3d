import { istiodDebug } from '../../../lib/adapters/istiod/istiod-debug.ts'
import { istiodProxies } from '../../../lib/adapters/istiod/istiod-proxies.ts'
import { connectKubernetes } from '../../../lib/adapters/kubernetes/connect-kubernetes.ts'
import { systemClock } from '../../../lib/adapters/system/system-clock.ts'
import type { ControlPlanes } from '../../../lib/ports/control-planes.ts'
import { proxiesContract } from '../../../lib/ports/proxies.contract.ts'
import { kubectl } from '../kubectl.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'
import { silentLog } from './support/silent-log.ts'

const clock = systemClock()
/** Nothing else is written about it. */
const host = 'currency.shop.svc.cluster.local'

/** More connections than anybody opens: every proxy that may call the host is sent clusters and routes anew. Nobody is for an unknown one. */
async function change(): Promise<number> {
  const since = clock.now()
  const rule = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'suite-proxies', namespace: 'shop' },
    spec: {
      host,
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 10_000 + (Math.floor(since * 1000) % 1_000_000) } } },
    },
  }
  await kubectl(['apply', '-f', '-'], { input: JSON.stringify(rule) })
  return since
}

async function contractOver(title: string, connect: () => Promise<{ planes: ControlPlanes; close(): Promise<void> }>) {
  proxiesContract(title, async () => {
    const { planes, close } = await connect()
    const proxies = istiodProxies(planes, clock)
    const place = { cluster: lab.clusterId, namespaces: ['shop'] }
    let since = 0
    const isTaken = async (type: 'cds' | 'rds') =>
      (await proxies.acknowledgement({ ...place, type, since })).state === 'acknowledged'
    return {
      proxies,
      cluster: lab.clusterId,
      namespace: 'shop',
      async change() {
        since = await change()
        return since
      },
      settle: () =>
        until('every proxy has the change', async () => (await isTaken('cds')) && (await isTaken('rds')), {
          seconds: 30,
        }),
      async stop() {
        await kubectl(['-n', 'shop', 'delete', 'destinationrule', 'suite-proxies', '--ignore-not-found'])
        await close()
      },
    }
  })
}

await contractOver('the lab’s istiod by address', async () => ({
  planes: istiodDebug({ urls: [lab.urls.istiodDebug], timeoutSeconds: 5 }),
  close: async () => undefined,
}))

await contractOver('the lab’s istiod by a port forward', async () => {
  const kubernetes = connectKubernetes({
    kubeconfigPath: lab.kubeconfig,
    log: silentLog,
    clock,
    random: Math.random,
  })
  await kubernetes.cluster.inventory()
  return { planes: kubernetes.planes, close: () => kubernetes.cluster.close() }
})
