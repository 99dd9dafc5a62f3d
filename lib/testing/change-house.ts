import { demoCluster } from '../adapters/demo/demo-cluster.ts'
import { demoMetrics } from '../adapters/demo/demo-metrics.ts'
import { demoProxies } from '../adapters/demo/demo-proxies.ts'
import { demoRecords } from '../adapters/demo/demo-records.ts'
import { demoWorld } from '../adapters/demo/world.ts'
import type { ApplyRequest, ChangeIntent } from '../domain/changes/change-intent.ts'
import { AppError, type ErrorCode, type ErrorParams } from '../domain/errors.ts'
import type { KubernetesObject } from '../domain/mesh/kubernetes-object.ts'
import type { Cluster } from '../ports/cluster.ts'
import type { Ctx } from '../ports/ctx.ts'
import { certainWrites } from '../server/certain-writes.ts'
import { queuedWrites } from '../server/write-queue.ts'
import { previewChange } from '../usecases/preview-change.ts'
import { SkippingClock } from './skipping-clock.ts'

export type ChangeCtx = Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock' | 'log' | 'writes'>

export interface ChangeHouse {
  ctx: ChangeCtx
  clock: SkippingClock
  /** Every write that was sent, in order: `replace VirtualService/pay/payments`. */
  sent: string[]
  logged: string[]
  read(kind: string, namespace: string, name: string): Promise<KubernetesObject | undefined>
  /** Gives an object another spec, as somebody with another tool does. */
  editOutside(kind: string, name: string, edit: (spec: Record<string, unknown>) => object, manager?: string): void
}

const startedAt = 1_795_262_400

/** The demo's mesh with all that changes need; `wrap` stands between the queue and its API server. */
export function changeHouse(wrap: (cluster: Cluster) => Cluster = (cluster) => cluster): ChangeHouse {
  const clock = new SkippingClock(startedAt + 600)
  const world = demoWorld({ seed: 1, services: 12, startedAt })
  const sent: string[] = []
  const logged: string[] = []
  const bare = demoCluster(world, clock)
  const { cluster, writes } = queuedWrites(certainWrites(wrap(noted(bare, sent))), clock, {
    perSecond: 1,
    burst: 5,
    objectPauseSeconds: 2,
  })
  const keep = (event: string, fields?: Record<string, unknown>) => logged.push(`${event} ${JSON.stringify(fields)}`)
  const ctx = {
    cluster,
    writes,
    proxies: demoProxies(world, clock),
    records: demoRecords(world, clock),
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
    editOutside(kind, name, edit, manager = 'kubectl-edit') {
      const object = world.objectsAt(clock.now()).find((one) => one.kind === kind && one.name === name)
      if (object === undefined) {
        throw new Error(`no ${kind} ${name}`)
      }
      world.applyObject({ ...object, spec: { ...edit(structuredClone(object.spec)) } }, clock.now(), { manager })
    },
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

/** Gives the first version everything of `search`, which has neither subsets nor a VirtualService. */
export const firstWrite: ChangeIntent = {
  kind: 'set-weights',
  namespace: 'shop',
  service: 'search',
  weights: { v5: 100 },
}

/** The request of somebody who looked at the preview and agrees. */
export async function agreed({ ctx }: ChangeHouse, intent: ChangeIntent): Promise<ApplyRequest> {
  const { resourceVersions } = await previewChange(ctx, intent)
  return { ...intent, resourceVersions } as ApplyRequest
}

export interface Fault {
  /** Which real write, counted from 1. */
  nth: number
  code: ErrorCode
  params: ErrorParams
  /** Whether it is stored all the same. */
  isStored?: boolean
}

/** A cluster one of whose writes fails. */
export function failing({ nth, code, params, isStored = false }: Fault): (cluster: Cluster) => Cluster {
  let count = 0
  const gate = async <Value>(isDry: boolean, write: () => Promise<Value>): Promise<Value> => {
    count += Number(!isDry)
    if (isDry || count !== nth) {
      return write()
    }
    if (isStored) {
      await write()
    }
    throw new AppError(code, params)
  }
  return (cluster) => ({
    ...cluster,
    create: (id, object, options, signal) => gate(options.dryRun, () => cluster.create(id, object, options, signal)),
    replace: (id, object, options, signal) => gate(options.dryRun, () => cluster.replace(id, object, options, signal)),
    remove: (reference, options, signal) => gate(options.dryRun, () => cluster.remove(reference, options, signal)),
  })
}
