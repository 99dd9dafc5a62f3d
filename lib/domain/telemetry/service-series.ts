import { type GroupedLine, groupedLines, linesSeenBy, summedPoints, totalOf } from './history-lines.ts'
import { isInjectedFlag, outcomeOf } from './outcome.ts'
import type { Points, Reporter, SeriesGroup, ServiceTraffic } from './traffic.ts'

/** One group's values over time; `key` is empty for what belongs to none (no version, no flag, unknown caller). */
export interface KeyedSeries {
  key: string
  points: Points
}

type Requests = Pick<ServiceTraffic, 'timestamps' | 'requests'>
type Request = Requests['requests'][number]

/**
 * Requests per second by group, largest first. Without `reporter` each caller is counted by the proxy nearest to it, as
 * the graph does, never by both. A request with several flags counts under each. A point is null where none of a
 * group's series has one.
 */
export function requestSeries(traffic: Requests, by: SeriesGroup, reporter?: Reporter): KeyedSeries[] {
  return summedByGroup(linesSeenBy(traffic.requests, reporter), by, traffic.timestamps.length)
}

/**
 * The share of requests that failed, by group: for versions and callers of their own requests, for codes and flags of
 * all requests. Groups without a failure are left out by code and flag, and are a line at zero otherwise. Injected
 * requests count in neither part; null where there was nothing to divide by.
 */
export function failedSeries(traffic: Requests, by: SeriesGroup, reporter?: Reporter): KeyedSeries[] {
  const { length } = traffic.timestamps
  const judged = linesSeenBy(traffic.requests, reporter).filter(isJudged)
  const isOfAll = by === 'code' || by === 'flag'
  const all = summedPoints(judged, length)
  const groups = groupedLines(judged, by).filter(([, own]) => !isOfAll || own.some(isFailure))
  return groups
    .map(([key, own]) => ({
      key,
      points: ratioPoints(summedPoints(own.filter(isFailure), length), isOfAll ? all : summedPoints(own, length)),
    }))
    .sort(largestFirst)
}

/** Server failures ÷ requests, injected ones in neither; null where nothing was measured and where there were no requests. */
export function errorRatioPoints(traffic: Requests, reporter?: Reporter): Points {
  const { length } = traffic.timestamps
  const judged = linesSeenBy(traffic.requests, reporter).filter(isJudged)
  return ratioPoints(summedPoints(judged.filter(isFailure), length), summedPoints(judged, length))
}

/** Requests per second by response flag, those without any left out. */
export function flagSeries(traffic: Requests, reporter?: Reporter): KeyedSeries[] {
  return requestSeries(traffic, 'flag', reporter).filter((line) => line.key !== '')
}

/** Bytes per second by group, largest first; each caller by one proxy as for requests. Bytes have no code and no flag. */
export function tcpSeries(
  traffic: Pick<ServiceTraffic, 'timestamps' | 'tcp'>,
  direction: 'sent' | 'received',
  by: 'version' | 'caller' = 'version',
  reporter?: Reporter,
): KeyedSeries[] {
  const lines = linesSeenBy(traffic.tcp, reporter).filter((line) => line.direction === direction)
  return summedByGroup(lines, by, traffic.timestamps.length)
}

/** Connections opened per second by group, largest first; each caller by one proxy. */
export function connectionSeries(
  traffic: Pick<ServiceTraffic, 'timestamps' | 'connections'>,
  by: Exclude<SeriesGroup, 'code'> = 'version',
  reporter?: Reporter,
): KeyedSeries[] {
  return summedByGroup(linesSeenBy(traffic.connections, reporter), by, traffic.timestamps.length)
}

function summedByGroup(lines: readonly GroupedLine[], by: SeriesGroup, length: number): KeyedSeries[] {
  return groupedLines(lines, by)
    .map(([key, own]) => ({ key, points: summedPoints(own, length) }))
    .sort(largestFirst)
}

function largestFirst(a: KeyedSeries, b: KeyedSeries): number {
  return totalOf(b.points) - totalOf(a.points) || (a.key < b.key ? -1 : 1)
}

function isJudged(request: Request): boolean {
  return !request.flags.some(isInjectedFlag)
}

function isFailure(request: Request): boolean {
  return outcomeOf(request) === 'server-failure'
}

function ratioPoints(parts: Points, wholes: Points): Points {
  return wholes.map((whole, index) => (whole === null || whole === 0 ? null : Math.min(1, (parts[index] ?? 0) / whole)))
}
