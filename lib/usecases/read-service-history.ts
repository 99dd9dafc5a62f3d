import type { Notice } from '../domain/notice.ts'
import { historyStepSeconds } from '../domain/telemetry/history-step.ts'
import { type ServiceHistory, toServiceHistory } from '../domain/telemetry/service-history.ts'
import type { UnixSeconds } from '../domain/time.ts'
import type { Ctx } from '../ports/ctx.ts'
import { windowTooShort } from './read-sources.ts'

export interface ServiceHistoryQuestion {
  namespace: string
  name: string
  cluster?: string | undefined
  windowSeconds: number
  at?: UnixSeconds | undefined
}

/**
 * Requests, latencies and bytes that arrived at one service, over a window that ends `at` (absent: now): about 120
 * points on even steps of at least two scrapes, the same ones whenever it is asked again within a step. A service
 * nobody called has no series and a `no-traffic` notice. Rejects with the metrics source's `AppError`.
 */
export async function readServiceHistory(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  { namespace, name, cluster, windowSeconds, at = Math.floor(ctx.clock.now()) }: ServiceHistoryQuestion,
): Promise<ServiceHistory> {
  const [scrapeIntervalSeconds, isOnlyCluster] = await Promise.all([
    ctx.metrics.scrapeIntervalSeconds(ctx.signal).catch(() => undefined),
    hasOneCluster(ctx),
  ])
  const stepSeconds = historyStepSeconds(windowSeconds, scrapeIntervalSeconds)
  const to = Math.floor(at / stepSeconds) * stepSeconds
  const steps = Math.max(1, Math.ceil(windowSeconds / stepSeconds))
  const traffic = await ctx.metrics.serviceTraffic(
    {
      namespace,
      service: name,
      from: to - steps * stepSeconds,
      to,
      stepSeconds,
      ...(cluster !== undefined && !isOnlyCluster && { cluster }),
    },
    ctx.signal,
  )
  const isQuiet = traffic.requests.length === 0 && traffic.tcp.length === 0
  const noTraffic: Notice[] = isQuiet ? [{ source: 'prometheus', code: 'no-traffic' }] : []
  return toServiceHistory(traffic, [...windowTooShort(windowSeconds, scrapeIntervalSeconds), ...noTraffic])
}

/** With one cluster its id need not be asked for, and an id that telemetry spells otherwise hides nothing. */
async function hasOneCluster(ctx: Ctx<'cluster'>): Promise<boolean> {
  const inventory = await ctx.cluster.inventory(ctx.signal).catch(() => undefined)
  return inventory?.clusters.length === 1
}
