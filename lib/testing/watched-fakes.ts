import { vi } from 'vitest'
import { connectKubernetes } from '../adapters/kubernetes/connect-kubernetes.ts'
import type { KubernetesOptions } from '../adapters/kubernetes/connected-clusters.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { ChangeRecords } from '../ports/change-records.ts'
import type { Cluster } from '../ports/cluster.ts'
import type { Logs } from '../ports/logs.ts'
import { FakeKubernetes } from './fake-kubernetes.ts'
import { ManualClock } from './manual-clock.ts'

export const servicesPath = '/api/v1/services'
export const podsPath = '/api/v1/pods'

export interface Watching {
  cluster: Cluster
  logs: Logs
  records: ChangeRecords
  clock: ManualClock
  logged: string[]
}

/** Fake API servers and adapters that watch them on a manual clock; everything opened is closed by `closeAll`. */
export class WatchedFakes {
  private closers: (() => Promise<void>)[] = []

  /** A server with the namespace `shop` and its service `cart`. */
  async server(context?: string): Promise<FakeKubernetes> {
    const fake = await FakeKubernetes.start(context)
    this.closers.push(() => fake.close())
    fake.put('/api/v1/namespaces', { metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } })
    fake.put(servicesPath, serviceObject('cart'))
    return fake
  }

  async watch(fakes: FakeKubernetes[], options: Partial<KubernetesOptions> = {}): Promise<Watching> {
    const clock = new ManualClock()
    const logged: string[] = []
    const keep = (event: string, fields?: Record<string, unknown>) => logged.push(`${event} ${JSON.stringify(fields)}`)
    const paths = await Promise.all(fakes.map((fake) => fake.kubeconfig()))
    const { cluster, logs, records } = connectKubernetes({
      kubeconfigPath: paths.join(':'),
      log: { info: keep, warn: keep, error: keep },
      clock,
      random: () => 0,
      ...options,
    })
    this.closers.push(() => cluster.close())
    return { cluster, logs, records, clock, logged }
  }

  async closeAll(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) {
      await close()
    }
  }
}

export function serviceObject(name: string, namespace = 'shop') {
  return {
    metadata: { name, namespace },
    spec: { ports: [{ name: 'http', port: 80 }], selector: { app: name } },
  }
}

export const serviceNames = (inventory: Inventory) => inventory.services.map((one) => one.name).sort()

/** Waits for what comes over a real socket; `step` moves the manual clock before each look. */
export async function eventually(
  cluster: Cluster,
  look: (inventory: Inventory) => void,
  step?: () => Promise<void>,
): Promise<void> {
  await vi.waitFor(
    async () => {
      await step?.()
      look(await cluster.inventory())
    },
    { timeout: 10_000, interval: 5 },
  )
}

/** Seconds of the manual clock until `isTrue`, looked at in halves of a second. */
export async function secondsUntil(clock: ManualClock, isTrue: () => boolean): Promise<number> {
  const start = clock.now()
  await vi.waitFor(
    async () => {
      if (!isTrue()) {
        await clock.advance(0.5)
      }
      if (!isTrue()) {
        throw new Error('not yet')
      }
    },
    { timeout: 10_000, interval: 10 },
  )
  return clock.now() - start
}
