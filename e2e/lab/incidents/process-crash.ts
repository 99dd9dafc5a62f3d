import { kubectl } from '../kubectl.ts'
import { until } from '../until.ts'
import type { Incident } from './incident.ts'
import { behaveAgain, misbehave } from './pod-behaviour.ts'
import { podsOf, type ShopPod, somePodsOf } from './shop-pods.ts'

const search = { namespace: 'shop', app: 'search' }

/** The process of search ends at once and at each start, behind sidecars that live on. */
export const processCrash: Incident = {
  name: 'process-crash',
  summary: 'the process of search crashes in a loop behind its sidecar',
  actsOn: 'process',
  async start() {
    for (const pod of await somePodsOf(search)) {
      misbehave(pod, { crash: true })
    }
    await until('search has crashed', async () => (await podsOf(search)).every(({ app }) => !app.isRunning), {
      seconds: 20,
      everyMs: 100,
    })
  },
  async heal() {
    for (const pod of await podsOf(search)) {
      behaveAgain(pod, ['crash'])
      await replaceCrashed(pod)
    }
    await until('search is ready', async () => (await podsOf(search)).every(({ isReady }) => isReady), { seconds: 60 })
  },
}

/** A pod in its back-off would wait before its next start; a new one starts at once. */
async function replaceCrashed({ namespace, name, app }: ShopPod): Promise<void> {
  if (!app.isRunning) {
    await kubectl(['-n', namespace, 'delete', 'pod', name, '--ignore-not-found', '--wait=false'])
  }
}
