import { z } from 'zod'
import { Notice } from '../notice.ts'
import { latencyLines } from './latency-lines.ts'
import { type Points, type Reporter, type SeriesGroup, type ServiceTraffic, seriesGroups } from './traffic.ts'

const points = z.array(z.number().nullable())
const brackets = z.array(z.tuple([z.number(), z.number()]).nullable())
const reporter = z.enum(['source', 'destination', 'waypoint'])
const Party = z.object({
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  workload: z.string().optional(),
  app: z.string().optional(),
  version: z.string().optional(),
})
const line = { reporter, version: z.string().optional(), caller: Party, points }

/** What charts are told apart by. */
export const HistoryGroup = z.enum(seriesGroups)

/** Whose proxies count: each caller's where it has one, or the callee's alone. */
export const SeenBy = z.enum(['callers', 'itself'])
export type SeenBy = z.infer<typeof SeenBy>

/** The reporter that this view is of; undefined: the nearest to each caller. */
export function reporterSeenBy(seen: SeenBy): Reporter | undefined {
  return seen === 'itself' ? 'destination' : undefined
}

/**
 * A history as it travels. `latencies` are ready to draw, the whole first (no `key`), then the groups asked for;
 * `queries` is what the metrics store was asked, where it has a language.
 */
export const ServiceHistory = z.object({
  timestamps: z.array(z.number()),
  stepSeconds: z.number(),
  requests: z.array(
    z.object({
      ...line,
      protocol: z.enum(['http', 'grpc']),
      code: z.string(),
      grpcStatus: z.string().optional(),
      flags: z.array(z.string()),
    }),
  ),
  latencies: z.array(
    z.object({ key: z.string().optional(), meanMs: points, p50Ms: brackets, p95Ms: brackets, p99Ms: brackets }),
  ),
  tcp: z.array(z.object({ ...line, direction: z.enum(['sent', 'received']) })),
  connections: z.array(z.object({ ...line, flags: z.array(z.string()) })),
  queries: z.object({ requests: z.string(), latencies: z.string(), tcp: z.string() }).optional(),
  notices: z.array(Notice),
})
export type ServiceHistory = z.infer<typeof ServiceHistory>

/** The history as it travels: latencies told apart by `by` as `seen`, numbers to six digits. */
export function toServiceHistory(
  traffic: ServiceTraffic,
  { by, seen, notices }: { by: SeriesGroup; seen: SeenBy; notices: ServiceHistory['notices'] },
): ServiceHistory {
  const { durations: _, ...rest } = traffic
  const rounded = <Line extends { points: Points }>(lines: readonly Line[]): Line[] =>
    lines.map((one) => ({ ...one, points: one.points.map(sixDigits) }))
  return {
    ...rest,
    requests: rounded(traffic.requests),
    latencies: latencyLines(traffic, by, reporterSeenBy(seen)).map((one) => ({
      ...one,
      meanMs: one.meanMs.map(sixDigits),
    })),
    tcp: rounded(traffic.tcp),
    connections: rounded(traffic.connections),
    notices,
  }
}

/** Finer than any scrape, and a history a third as long on the wire. */
function sixDigits(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6))
}
