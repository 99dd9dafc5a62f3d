import { kubectl } from '../kubectl.ts'
import { until } from '../until.ts'
import type { Incident } from './incident.ts'
import { untilProxiesTook } from './proxy-sync.ts'
import { manifestOf } from './shop-manifests.ts'
import { podsOf } from './shop-pods.ts'

const catalog = { namespace: 'shop', app: 'catalog', version: 'v4' }
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace: 'shop', name: 'catalog-v4' } }

/** Version 4 of catalog was scaled to nothing while 35 % of the requests are still routed to it. */
export const subsetWithoutPods: Incident = {
  name: 'subset-without-pods',
  summary: 'catalog v4 scaled to zero while it still has its share of the route',
  actsOn: 'process',
  start: () => scaleTo(0),
  heal: () => scaleTo(Number(manifestOf(deployment)?.spec.replicas ?? 1)),
}

async function scaleTo(replicas: number): Promise<void> {
  const since = new Date()
  const before = await podsOf(catalog)
  await kubectl(['-n', catalog.namespace, 'scale', `deployment/${deployment.metadata.name}`, `--replicas=${replicas}`])
  await until(
    `catalog v4 has ${replicas} ready pods`,
    async () => {
      const pods = await podsOf(catalog)
      return pods.length === replicas && pods.every(({ isReady }) => isReady)
    },
    { seconds: 60 },
  )
  if (before.length !== replicas) {
    await untilProxiesTook([{ namespace: 'shop', app: 'frontend' }], since)
  }
}
