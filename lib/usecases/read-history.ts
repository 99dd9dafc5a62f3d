import { AppError } from '../domain/errors.ts'
import { foldClusterIds } from '../domain/graph/fold-cluster-ids.ts'
import { momentOf } from '../domain/live-moment.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { Notice } from '../domain/notice.ts'
import { historyStepSeconds } from '../domain/telemetry/history-step.ts'
import { type SeenBy, type ServiceHistory, toServiceHistory } from '../domain/telemetry/service-history.ts'
import type { SeriesGroup, ServiceTraffic } from '../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../domain/time.ts'
import type { Ctx } from '../ports/ctx.ts'
import type { ServiceTrafficQuery } from '../ports/metrics.ts'
import { windowTooShort } from './read-sources.ts'

export interface HistoryQuestion {
  namespace: string
  name: string
  /** The inventory's id or telemetry's; absent: any. */
  cluster?: string | undefined
  windowSeconds: number
  at?: UnixSeconds | undefined
  /** What latencies are told apart by. */
  by?: SeriesGroup | undefined
  seen?: SeenBy | undefined
}

/** Whose history it is, and how to tell that a complete inventory does not know it. */
export interface HistorySubject {
  of: { service: string } | { workload: string; direction: 'in' | 'out' }
  isKnown(inventory: Inventory, place: { namespace: string; name: string; cluster?: string | undefined }): boolean
}

/** What telemetry calls clusters is learnt from traffic of at most this long before the end. */
const learningSeconds = 300

/**
 * Requests, latencies and bytes of one subject over a window that ends `at` (absent: now): about 120 points on even steps
 * of at least two scrapes, the same ones whenever it is asked again within a step. A subject without traffic has no series
 * and a `no-traffic` notice, or `cluster-id-unknown` where its cluster may go by another name in telemetry. Rejects with
 * `invalid` for a moment in the future, with `not-found` when a complete inventory does not know the subject and it has no traffic, and with the metrics source's
 * `AppError`.
 */
export async function readHistory(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  { of, isKnown }: HistorySubject,
  question: HistoryQuestion,
): Promise<ServiceHistory> {
  const { namespace, name, cluster, windowSeconds } = question
  const at = momentOf(question.at, ctx.clock.now())
  const { by = 'version', seen = 'callers' } = question
  const [scrapeIntervalSeconds, inventory] = await Promise.all([
    ctx.metrics.scrapeIntervalSeconds(ctx.signal, [namespace]).catch(() => undefined),
    ctx.cluster.inventory(ctx.signal).catch(() => undefined),
  ])
  const stepSeconds = historyStepSeconds(windowSeconds, scrapeIntervalSeconds)
  const to = Math.floor(at / stepSeconds) * stepSeconds
  const steps = Math.max(1, Math.ceil(windowSeconds / stepSeconds))
  const query = { namespace, ...of, from: to - steps * stepSeconds, to, stepSeconds, latenciesBy: by }
  const { traffic, isUndecided } = await trafficOf(ctx, query, cluster, inventory)
  const isEmpty = isQuiet(traffic)
  if (isEmpty && inventory !== undefined && isComplete(inventory)) {
    const isOwnId = inventory.clusters.some(({ id }) => id === cluster)
    if (!isKnown(inventory, { namespace, name, ...(isOwnId && { cluster }) })) {
      throw new AppError('not-found', { what: `${namespace}/${name}` })
    }
  }
  const empty: Notice = isUndecided
    ? { source: 'prometheus', code: 'cluster-id-unknown', ...(cluster !== undefined && { cluster }) }
    : { source: 'prometheus', code: 'no-traffic' }
  const notices = [...windowTooShort(windowSeconds, scrapeIntervalSeconds, isEmpty), ...(isEmpty ? [empty] : [])]
  return toServiceHistory(traffic, { by, seen, notices })
}

/**
 * With one cluster its id need not be asked for, and an id that telemetry spells otherwise hides nothing. With several,
 * an answer proves that telemetry knows the id; without one it is looked up as the graph does.
 */
async function trafficOf(
  ctx: Ctx<'metrics'>,
  query: ServiceTrafficQuery,
  cluster: string | undefined,
  inventory: Inventory | undefined,
): Promise<{ traffic: ServiceTraffic; isUndecided: boolean }> {
  if (cluster === undefined || inventory?.clusters.length === 1) {
    return { traffic: await ctx.metrics.serviceTraffic(query, ctx.signal), isUndecided: false }
  }
  const traffic = await ctx.metrics.serviceTraffic({ ...query, cluster }, ctx.signal)
  const asked = inventory?.clusters.find(({ id }) => id === cluster)
  if (!isQuiet(traffic) || inventory === undefined || asked === undefined) {
    return { traffic, isUndecided: false }
  }
  const { told, isUndecided } = await toldCluster(ctx, query, cluster, inventory)
  if (told === cluster || (told === undefined && asked.idOrigin !== 'assumed')) {
    return { traffic, isUndecided }
  }
  const again = { ...query, ...(told !== undefined && { cluster: told }) }
  return { traffic: await ctx.metrics.serviceTraffic(again, ctx.signal), isUndecided: false }
}

/** Telemetry's id of a cluster; undefined where telemetry does not tell. */
async function toldCluster(
  ctx: Ctx<'metrics'>,
  { namespace, from, to }: ServiceTrafficQuery,
  cluster: string,
  inventory: Inventory,
): Promise<{ told: string | undefined; isUndecided: boolean }> {
  const windowSeconds = Math.min(to - from, learningSeconds)
  const question = { at: to, windowSeconds, namespaces: [namespace], withQuantiles: false }
  const traffic = await ctx.metrics.edgeTraffic(question, ctx.signal).catch(() => undefined)
  if (traffic === undefined) {
    return { told: undefined, isUndecided: true }
  }
  const { idOf, undecided } = foldClusterIds(inventory, traffic)
  const id = idOf(cluster)
  const isTold = [...traffic.requests, ...traffic.tcp].some(
    ({ source, destination }) => source.cluster === id || destination.cluster === id,
  )
  return { told: isTold ? id : undefined, isUndecided: undecided.includes(cluster) }
}

/** An inventory with something to say about itself may lack the subject only because it could not look. */
function isComplete(inventory: Inventory): boolean {
  return !inventory.notices.some(({ source }) => source === 'kubernetes')
}

function isQuiet({ requests, tcp }: ServiceTraffic): boolean {
  return requests.length === 0 && tcp.length === 0
}
