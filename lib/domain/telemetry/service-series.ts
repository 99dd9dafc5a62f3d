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

const nearestToCaller: readonly Reporter[] = ['source', 'waypoint', 'destination']

/**
 * Requests per second by group, largest first. Without `reporter` each caller is counted by the proxy nearest to it, as
 * the graph does, never by both. A request with several flags counts under each. A point is null where none of a
 * group's series has one.
 */
export function requestSeries(traffic: SeriesSource, by: SeriesGroup, reporter?: Reporter): KeyedSeries[] {
  const groups = new Map<string, Points[]>()
  for (const request of chosen(traffic.requests, reporter)) {
    for (const key of keysOf(request, by)) {
      const group = groups.get(key) ?? []
      groups.set(key, group)
      group.push(request.points)
    }
  }
  return [...groups]
    .map(([key, lines]) => ({ key, points: summed(lines, traffic.timestamps.length) }))
    .sort((a, b) => totalOf(b.points) - totalOf(a.points) || (a.key < b.key ? -1 : 1))
}

/** Requests per second of all callers. */
export function totalPoints(traffic: SeriesSource, reporter?: Reporter): Points {
  const lines = chosen(traffic.requests, reporter).map((request) => request.points)
  return summed(lines, traffic.timestamps.length)
}

/** Server failures ÷ requests, injected ones in neither; null where nothing was measured and where there were no requests. */
export function errorRatioPoints(traffic: SeriesSource, reporter?: Reporter): Points {
  const judged = chosen(traffic.requests, reporter).filter((request) => !request.flags.some(isInjectedFlag))
  const failed = judged.filter((request) => outcomeOf(request) === 'server-failure')
  const { length } = traffic.timestamps
  const failures = summed(
    failed.map((request) => request.points),
    length,
  )
  return summed(
    judged.map((request) => request.points),
    length,
  ).map((total, index) => (total === null || total === 0 ? null : Math.min(1, (failures[index] ?? 0) / total)))
}

/**
 * The upper end in ms of the bucket that holds the `q`th part of the requests (an open last bucket: its lower end), by
 * the callers' proxies where they timed them, else by the waypoints', else by the service's own. Histograms carry no
 * mean, so there is none here.
 */
export function quantilePoints(traffic: SeriesSource, q: number, reporter?: Reporter): Points {
  const wanted = reporter ?? nearestToCaller.find((one) => traffic.latencies.some((line) => line.reporter === one))
  const lines = traffic.latencies.filter((line) => line.reporter === wanted)
  const byVersion = [...Map.groupBy(lines, (line) => line.version).values()].map((version) =>
    version
      .map((line) => ({ leMs: line.leMs ?? Number.POSITIVE_INFINITY, points: line.points }))
      .sort((a, b) => a.leMs - b.leMs),
  )
  return traffic.timestamps.map((_, index) => {
    const histograms = byVersion.map((version) => bucketsAt(version, index)).filter((buckets) => buckets.length > 0)
    const [first, ...rest] = histograms
    return first === undefined ? null : (quantileBracket(q, rest.reduce<Bucket[]>(sumBuckets, first))?.[1] ?? null)
  })
}

function bucketsAt(version: { leMs: number; points: Points }[], index: number): Bucket[] {
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
