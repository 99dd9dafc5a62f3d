import { linesNearestToCaller, nearestToCaller } from './nearest-to-caller.ts'
import { isInjectedFlag, outcomeOf } from './outcome.ts'
import { type Bucket, quantileBracket, sumBuckets } from './quantile-bracket.ts'
import type { Points, Reporter, ServiceTraffic, TrafficSource } from './traffic.ts'

export type SeriesGroup = 'version' | 'code' | 'flag' | 'caller'

/** Requests per second of one group over time; `key` is empty for what belongs to none (no version, no flag, unknown caller). */
export interface KeyedSeries {
  key: string
  points: Points
}

/** A service's history, from the metrics source or as it came over the wire, where an open last bucket has no bound. */
export interface SeriesSource extends Pick<ServiceTraffic, 'timestamps' | 'requests'> {
  latencies: { reporter: Reporter; version?: string | undefined; leMs?: number | undefined; points: Points }[]
}

type Request = SeriesSource['requests'][number]

/**
 * Requests per second by group, largest first. Without `reporter` each caller is counted by the proxy nearest to it, as
 * the graph does, never by both. A request with several flags counts under each. A point is null where none of a
 * group's series has one.
 */
export function requestSeries(traffic: SeriesSource, by: SeriesGroup, reporter?: Reporter): KeyedSeries[] {
  return groupsOf(chosen(traffic.requests, reporter), by)
    .map(([key, own]) => ({ key, points: summed(pointsOf(own), traffic.timestamps.length) }))
    .sort((a, b) => totalOf(b.points) - totalOf(a.points) || (a.key < b.key ? -1 : 1))
}

/**
 * The share of requests that failed, by group: for versions and callers of their own requests, for codes and flags of
 * all requests. Groups without a failure are left out by code and flag, and are a line at zero otherwise. Injected
 * requests count in neither part; null where there was nothing to divide by.
 */
export function failedSeries(traffic: SeriesSource, by: SeriesGroup, reporter?: Reporter): KeyedSeries[] {
  const { length } = traffic.timestamps
  const judged = chosen(traffic.requests, reporter).filter((request) => !request.flags.some(isInjectedFlag))
  const isOfAll = by === 'code' || by === 'flag'
  const all = summed(pointsOf(judged), length)
  const groups = groupsOf(judged, by).filter(([, own]) => !isOfAll || own.some(isFailure))
  return groups
    .map(([key, own]) => {
      const failed = own.filter(isFailure)
      return {
        key,
        points: ratioPoints(summed(pointsOf(failed), length), isOfAll ? all : summed(pointsOf(own), length)),
      }
    })
    .sort((a, b) => totalOf(b.points) - totalOf(a.points) || (a.key < b.key ? -1 : 1))
}

/** Server failures ÷ requests, injected ones in neither; null where nothing was measured and where there were no requests. */
export function errorRatioPoints(traffic: SeriesSource, reporter?: Reporter): Points {
  const { length } = traffic.timestamps
  const judged = chosen(traffic.requests, reporter).filter((request) => !request.flags.some(isInjectedFlag))
  return ratioPoints(summed(pointsOf(judged.filter(isFailure)), length), summed(pointsOf(judged), length))
}

/** Requests per second by response flag, those without any left out. */
export function flagSeries(traffic: SeriesSource, reporter?: Reporter): KeyedSeries[] {
  return requestSeries(traffic, 'flag', reporter).filter((line) => line.key !== '')
}

/** Bytes per second by version, each by the proxies nearest to its callers; `linesNearestToCaller` tells the limits. */
export function tcpSeries(
  traffic: Pick<ServiceTraffic, 'timestamps' | 'tcp'>,
  direction: 'sent' | 'received',
): KeyedSeries[] {
  const lines = linesNearestToCaller(traffic.tcp).filter((line) => line.direction === direction)
  return [...Map.groupBy(lines, (line) => line.version ?? '')]
    .map(([key, own]) => ({ key, points: summed(pointsOf(own), traffic.timestamps.length) }))
    .sort((a, b) => totalOf(b.points) - totalOf(a.points) || (a.key < b.key ? -1 : 1))
}

const latencyQuantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const

/**
 * p50, p95 and p99 in ms as the upper end of the bucket that holds them (an open last bucket: its lower end), each
 * version as the callers' proxies timed it, else the waypoints', else its own; `linesNearestToCaller` tells the limits.
 * Histograms carry no mean, so there is none here. Nothing where nothing was timed.
 */
export function latencySeries(
  traffic: SeriesSource,
  reporter?: Reporter,
): { key: keyof typeof latencyQuantiles; points: Points }[] {
  const lines =
    reporter === undefined
      ? linesNearestToCaller(traffic.latencies)
      : traffic.latencies.filter((line) => line.reporter === reporter)
  if (lines.length === 0) {
    return []
  }
  const byVersion = [...Map.groupBy(lines, (line) => line.version).values()].map((version) =>
    version
      .map((line) => ({ leMs: line.leMs ?? Number.POSITIVE_INFINITY, points: line.points }))
      .sort((a, b) => a.leMs - b.leMs),
  )
  const histograms = traffic.timestamps.map((_, index) => histogramAt(byVersion, index))
  return (['p50', 'p95', 'p99'] as const).map((key) => ({
    key,
    points: histograms.map((buckets) => quantileBracket(latencyQuantiles[key], buckets)?.[1] ?? null),
  }))
}

type BoundPoints = { leMs: number; points: Points }

function histogramAt(byVersion: readonly BoundPoints[][], index: number): Bucket[] {
  const [first, ...rest] = byVersion.map((version) => bucketsAt(version, index)).filter((buckets) => buckets.length > 0)
  return first === undefined ? [] : rest.reduce<Bucket[]>(sumBuckets, first)
}

function isFailure(request: Request): boolean {
  return outcomeOf(request) === 'server-failure'
}

function pointsOf(lines: readonly { points: Points }[]): Points[] {
  return lines.map((line) => line.points)
}

function ratioPoints(parts: Points, wholes: Points): Points {
  return wholes.map((whole, index) => (whole === null || whole === 0 ? null : Math.min(1, (parts[index] ?? 0) / whole)))
}

function bucketsAt(version: readonly BoundPoints[], index: number): Bucket[] {
  return version.flatMap(({ leMs, points }) => {
    const perSecond = points[index] ?? null
    return perSecond === null ? [] : [{ leMs, perSecond }]
  })
}

function chosen(requests: readonly Request[], reporter: Reporter | undefined): Request[] {
  if (reporter !== undefined) {
    return requests.filter((request) => request.reporter === reporter)
  }
  const byCaller = Map.groupBy(requests, (request) => callerOf(request.caller, true))
  return [...byCaller.values()].flatMap((own) => {
    const nearest = nearestToCaller.find((one) => own.some((request) => request.reporter === one))
    return own.filter((request) => request.reporter === nearest)
  })
}

function groupsOf(requests: readonly Request[], by: SeriesGroup): [string, Request[]][] {
  const groups = new Map<string, Request[]>()
  for (const request of requests) {
    for (const key of keysOf(request, by)) {
      const group = groups.get(key) ?? []
      groups.set(key, group)
      group.push(request)
    }
  }
  return [...groups]
}

function keysOf(request: Request, by: SeriesGroup): string[] {
  if (by === 'flag') {
    return request.flags.length === 0 ? [''] : request.flags
  }
  if (by === 'code') {
    return [request.grpcStatus === undefined ? request.code : `grpc ${request.grpcStatus}`]
  }
  return [by === 'version' ? (request.version ?? '') : callerOf(request.caller, false)]
}

/** `namespace/workload`, else `namespace/app`; with the cluster where callers are told apart and not only named. */
function callerOf({ cluster, namespace, workload, app }: TrafficSource, isExact: boolean): string {
  const name = workload ?? app
  if (name === undefined) {
    return ''
  }
  const place = namespace === undefined ? name : `${namespace}/${name}`
  return isExact && cluster !== undefined ? `${cluster}/${place}` : place
}

function summed(lines: readonly Points[], length: number): Points {
  return Array.from({ length }, (_, index) => {
    const values = lines.map((points) => points[index] ?? null).filter((value) => value !== null)
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
  })
}

function totalOf(points: Points): number {
  return points.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}
