import { demoCluster } from '../adapters/demo/demo-cluster.ts'
import { demoMetrics } from '../adapters/demo/demo-metrics.ts'
import { demoProxies } from '../adapters/demo/demo-proxies.ts'
import { demoRecords } from '../adapters/demo/demo-records.ts'
import { demoWorld } from '../adapters/demo/world.ts'
import type { ChangeIntent } from '../domain/changes/change-intent.ts'
import type { KubernetesObject } from '../domain/mesh/kubernetes-object.ts'
import type { Cluster } from '../ports/cluster.ts'
import type { Ctx } from '../ports/ctx.ts'
import { queuedWrites } from '../server/write-queue.ts'
import { SkippingClock } from './skipping-clock.ts'

export type ChangeCtx = Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock' | 'log' | 'writes'>

export interface ChangeHouse {
  ctx: ChangeCtx
  clock: SkippingClock
  /** Every write that was sent, in order: `replace VirtualService/pay/payments`. */
  sent: string[]
  logged: string[]
  read(kind: string, namespace: string, name: string): Promise<KubernetesObject | undefined>
}

const startedAt = 1_795_262_400

/** The demo's mesh with all that changes need; `wrap` stands between the queue and its API server. */
export function changeHouse(wrap: (cluster: Cluster) => Cluster = (cluster) => cluster): ChangeHouse {
  const clock = new SkippingClock(startedAt + 600)
  const world = demoWorld({ seed: 1, services: 12, startedAt })
  const sent: string[] = []
  const logged: string[] = []
  const bare = demoCluster(world, clock)
  const { cluster, writes } = queuedWrites(wrap(noted(bare, sent)), clock, {
    perSecond: 1,
    burst: 5,
    objectPauseSeconds: 2,
  })
  const keep = (event: string, fields?: Record<string, unknown>) => logged.push(`${event} ${JSON.stringify(fields)}`)
  const ctx = {
    cluster,
    writes,
    proxies: demoProxies(world, clock),
    records: demoRecords(),
    metrics: demoMetrics(world, clock),
    clock,
    log: { info: keep, warn: keep, error: keep },
    signal: new AbortController().signal,
  }
  return {
    ctx,
    clock,
    sent,
    logged,
    read: (kind, namespace, name) =>
      bare
        .read({ cluster: 'demo', apiVersion: 'networking.istio.io/v1', kind, namespace, name })
        .catch(() => undefined),
  }
}

function noted(cluster: Cluster, sent: string[]): Cluster {
  return {
    ...cluster,
    create: (id, object, options, signal) => {
      note(sent, 'create', object, options)
      return cluster.create(id, object, options, signal)
    },
    replace: (id, object, options, signal) => {
      note(sent, 'replace', object, options)
      return cluster.replace(id, object, options, signal)
    },
    remove: (reference, options, signal) => {
      const { kind, namespace, name } = reference
      note(sent, 'remove', { kind, metadata: { namespace, name } }, options)
      return cluster.remove(reference, options, signal)
    },
  }
}

function note(
  sent: string[],
  verb: string,
  { kind, metadata }: Pick<KubernetesObject, 'kind' | 'metadata'>,
  { dryRun }: { dryRun: boolean },
): void {
  if (!dryRun) {
    sent.push(`${verb} ${kind}/${metadata.namespace}/${metadata.name}`)
  }
}

/** Half of payments' requests to each of its versions. */
export function halfEach(weights: Record<string, number> = { v1: 50, v2: 50 }): ChangeIntent {
  return { kind: 'set-weights', namespace: 'pay', service: 'payments', weights }
}
