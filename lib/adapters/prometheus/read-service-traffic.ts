import type { Points, SeriesGroup, ServiceTraffic, TrafficSource } from '../../domain/telemetry/traffic.ts'
import type { ServiceTrafficQuery } from '../../ports/metrics.ts'
import { allOrNone } from './all-or-none.ts'
import { readBound } from './edge-rows.ts'
import { historyTimestamps, placedPoints, summedPoints } from './history-points.ts'
import { historyTexts, isLeaving } from './history-texts.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { partLabel } from './promql.ts'
import type { Labels } from './telemetry-labels.ts'
import {
  canBeLabelled,
  readCallee,
  readFlags,
  readOutcome,
  readReporter,
  readSource,
  readVersion,
} from './telemetry-labels.ts'
import type { Series } from './wire.ts'

/** Three range queries over the traffic of one service or workload. */
export async function readServiceTraffic(
  api: PrometheusApi,
  query: ServiceTrafficQuery,
  scrapeIntervalSeconds: number | undefined,
  signal?: AbortSignal,
): Promise<ServiceTraffic> {
  signal?.throwIfAborted()
  const { stepSeconds } = query
  const timestamps = historyTimestamps(query)
  const name = 'service' in query ? query.service : query.workload
  const asked = [query.namespace, name, ...(query.cluster === undefined ? [] : [query.cluster])]
  if (!asked.every(canBeLabelled)) {
    return { timestamps, stepSeconds, requests: [], latencies: [], durations: [], tcp: [], connections: [] }
  }
  const span = { from: query.from, to: timestamps.at(-1) ?? query.from, stepSeconds }
  const queries = historyTexts(query, scrapeIntervalSeconds)
  const [requests = [], latencies = [], tcp = []] = await allOrNone(signal, (end) =>
    [queries.requests, queries.latencies, queries.tcp].map((text) => api.range(text, span, end)),
  )
  const place = (series: Series): Points => placedPoints(series.points, timestamps, stepSeconds)
  const read = lineReaders(isLeaving(query), query.latenciesBy ?? 'version')
  const [buckets, durations] = parted(latencies, 'sum')
  const [bytes, opened] = parted(tcp, 'opened')
  return {
    timestamps,
    stepSeconds,
    requests: merged(requests, place, read.request),
    latencies: merged(buckets, place, read.bucket),
    durations: merged(durations, place, read.duration),
    tcp: merged(bytes, place, read.bytes),
    connections: merged(opened, place, read.opened),
    queries,
  }
}

/** The series of the other parts, and those of this one. */
function parted(all: Series[], part: string): [Series[], Series[]] {
  const isPart = ({ labels }: Series) => labels[partLabel] === part
  return [all.filter((series) => !isPart(series)), all.filter(isPart)]
}

type Lists = 'requests' | 'latencies' | 'durations' | 'tcp' | 'connections'
type Line<Name extends Lists> = Omit<ServiceTraffic[Name][number], 'points'>

function lineReaders(isToCallees: boolean, latenciesBy: SeriesGroup) {
  const readPeer = (labels: Labels): TrafficSource => (isToCallees ? readCallee(labels) : readSource(labels))
  const ends = (labels: Labels) => {
    const group = readGroup(labels)
    return group && { ...group, caller: readPeer(labels) }
  }
  const timed = (labels: Labels): Line<'durations'> | undefined => {
    const group = readGroup(labels)
    return group && { ...group, ...timedParts[latenciesBy](labels, readPeer) }
  }
  return {
    request(labels: Labels): Line<'requests'> | undefined {
      const line = ends(labels)
      return line && { ...line, ...readOutcome(labels) }
    },
    bucket(labels: Labels): Line<'latencies'> | undefined {
      const line = timed(labels)
      const leMs = readBound(labels)
      return line && (Number.isNaN(leMs) ? undefined : { ...line, leMs })
    },
    duration: timed,
    bytes(labels: Labels): Line<'tcp'> | undefined {
      const line = ends(labels)
      return line && { ...line, direction: labels[partLabel] === 'sent' ? 'sent' : 'received' }
    },
    opened(labels: Labels): Line<'connections'> | undefined {
      const line = ends(labels)
      return line && { ...line, flags: readFlags(labels) }
    },
  }
}

const timedParts: Record<
  SeriesGroup,
  (labels: Labels, readPeer: (labels: Labels) => TrafficSource) => Partial<Line<'durations'>>
> = {
  version: () => ({}),
  caller: (labels, readPeer) => ({ caller: readPeer(labels) }),
  code(labels) {
    const { code, grpcStatus } = readOutcome(labels)
    return { code, ...(grpcStatus !== undefined && { grpcStatus }) }
  },
  flag: (labels) => ({ flags: readFlags(labels) }),
}

function readGroup(labels: Labels): Pick<Line<'tcp'>, 'reporter' | 'version'> | undefined {
  const reporter = readReporter(labels)
  const version = readVersion(labels.destination_canonical_revision)
  return reporter && (version === undefined ? { reporter } : { reporter, version })
}

function merged<L extends object>(
  all: Series[],
  place: (series: Series) => Points,
  read: (labels: Labels) => L | undefined,
): (L & { points: Points })[] {
  const lines = new Map<string, L & { points: Points }>()
  for (const series of all) {
    const line = read(series.labels)
    if (line === undefined) {
      continue
    }
    const key = lineKey(line)
    const points = place(series)
    const earlier = lines.get(key)
    lines.set(key, { ...line, points: earlier === undefined ? points : summedPoints(earlier.points, points) })
  }
  return [...lines.values()]
}

/** JSON would write the last bound, infinity, as null. */
function lineKey(line: object): string {
  return JSON.stringify([line, 'leMs' in line ? String(line.leMs) : ''])
}
