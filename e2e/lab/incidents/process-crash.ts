import { kubectl } from '../kubectl.ts'
import { until } from '../until.ts'
import type { Incident } from './incident.ts'
import { behaveAgain, misbehave } from './pod-behaviour.ts'
import { untilProxiesTook } from './proxy-sync.ts'
import { podsOf, type ShopPod, somePodsOf } from './shop-pods.ts'

const cart = { namespace: 'shop', app: 'cart' }

/** The process of cart ends at once and at each start, behind sidecars that live on. */
export const processCrash: Incident = {
  name: 'process-crash',
  summary: 'the process of cart crashes in a loop behind its sidecar',
  actsOn: 'process',
  async start() {
    for (const pod of await somePodsOf(cart)) {
      misbehave(pod, { crash: true })
    }
    await until('cart has crashed', async () => (await podsOf(cart)).every(({ app }) => !app.isRunning), {
      seconds: 20,
      everyMs: 100,
    })
  },
  async heal() {
    const since = new Date()
    let isReplaced = false
    for (const pod of await podsOf(cart)) {
      behaveAgain(pod, ['crash'])
      if (!pod.app.isRunning) {
        isReplaced = true
        await replace(pod)
      }
    }
    await until('cart is ready', hasReadyPods, { seconds: 60 })
    if (isReplaced) {
      await untilProxiesTook([{ namespace: 'shop', app: 'frontend' }], since)
    }
  },
}

async function hasReadyPods(): Promise<boolean> {
  const pods = await podsOf(cart)
  return pods.length > 0 && pods.every(({ isReady }) => isReady)
}

/** A pod in its back-off would wait before its next start; a new one starts at once. */
async function replace({ namespace, name }: ShopPod): Promise<void> {
  await kubectl(['-n', namespace, 'delete', 'pod', name, '--ignore-not-found', '--wait=false'])
}
