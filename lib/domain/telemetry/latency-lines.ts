import { callerKey, type GroupedLine, groupedLines, linesSeenBy, summedPoints } from './history-lines.ts'
import { linesNearestToCaller } from './nearest-to-caller.ts'
import { type Bucket, quantileBracket, sumBuckets } from './quantile-bracket.ts'
import type { Points, Reporter, SeriesGroup, ServiceTraffic } from './traffic.ts'

/** What a histogram knows of a quantile at each moment: the bucket that holds it, [lower, upper] in ms. */
export type BracketPoints = ([number, number] | null)[]

/** How long the requests of one group took over time; without `key`, all of them. */
export interface LatencyLine {
  key?: string
  meanMs: Points
  p50Ms: BracketPoints
  p95Ms: BracketPoints
  p99Ms: BracketPoints
}

type Timed = Pick<ServiceTraffic, 'timestamps' | 'latencies' | 'durations'>
type Bounded = ServiceTraffic['latencies'][number]

/**
 * Latencies of all requests, then by group. Each version is timed by the callers' proxies, else the waypoints', else its
 * own (`linesNearestToCaller` tells the limits); told apart by caller, each caller by the proxy nearest to it. Brackets
 * as `quantileBracket` gives them; the mean is exact. Null where nothing was timed; nothing at all where nothing ever was.
 */
export function latencyLines(traffic: Timed, by: SeriesGroup, reporter?: Reporter): LatencyLine[] {
  const { length } = traffic.timestamps
  const buckets = seenBy(traffic.latencies, by, reporter)
  const durations = seenBy(traffic.durations, by, reporter)
  if (buckets.length === 0) {
    return []
  }
  const spent = new Map(groupedLines(durations, by))
  return [
    lineOf(buckets, durations, length),
    ...groupedLines(buckets, by)
      .map(([key, own]) => ({ key, ...lineOf(own, spent.get(key) ?? [], length) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
  ]
}

function seenBy<Line extends GroupedLine>(
  lines: readonly Line[],
  by: SeriesGroup,
  reporter: Reporter | undefined,
): Line[] {
  return reporter !== undefined || by === 'caller' ? linesSeenBy(lines, reporter) : linesNearestToCaller(lines)
}

function lineOf(buckets: readonly Bounded[], durations: readonly GroupedLine[], length: number): LatencyLine {
  const histograms = [...Map.groupBy(buckets, histogramKey).values()].map((own) =>
    own.toSorted((a, b) => a.leMs - b.leMs),
  )
  const whole = Array.from({ length }, (_, index) => histogramAt(histograms, index))
  const spent = summedPoints(durations, length)
  const timed = summedPoints(
    buckets.filter(({ leMs }) => leMs === Number.POSITIVE_INFINITY),
    length,
  )
  const brackets = (q: number): BracketPoints => whole.map((histogram) => quantileBracket(q, histogram) ?? null)
  return {
    meanMs: spent.map((ms, index) => meanOf(ms, timed[index] ?? null)),
    p50Ms: brackets(0.5),
    p95Ms: brackets(0.95),
    p99Ms: brackets(0.99),
  }
}

function meanOf(ms: number | null, requests: number | null): number | null {
  return ms === null || requests === null || requests === 0 ? null : ms / requests
}

/** Lines of one histogram differ in their bound alone. */
function histogramKey({ reporter, version, caller, code, grpcStatus, flags }: Bounded): string {
  return JSON.stringify([reporter, version, callerKey(caller, true), code, grpcStatus, flags])
}

function histogramAt(histograms: readonly Bounded[][], index: number): Bucket[] {
  const [first, ...rest] = histograms
    .map((histogram) =>
      histogram.flatMap(({ leMs, points }) => {
        const perSecond = points[index] ?? null
        return perSecond === null ? [] : [{ leMs, perSecond }]
      }),
    )
    .filter((buckets) => buckets.length > 0)
  return first === undefined ? [] : rest.reduce<Bucket[]>(sumBuckets, first)
}
