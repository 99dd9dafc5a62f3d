import { AppError } from '../../domain/errors.ts'
import type { Points, ServiceTraffic } from '../../domain/telemetry/traffic.ts'
import type { ServiceTrafficQuery } from '../../ports/metrics.ts'
import { allOrNone } from './all-or-none.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { combined, equals, oneOf, partLabel, summedRate } from './promql.ts'
import { readBound } from './read-edge-traffic.ts'
import type { Labels } from './telemetry-labels.ts'
import {
  canBeLabelled,
  outcomeLabels,
  readOutcome,
  readReporter,
  readSource,
  readVersion,
  reporterNames,
  sourceLabels,
} from './telemetry-labels.ts'
import type { Series } from './wire.ts'

// Prometheus refuses more.
const maxPoints = 11_000
const windowSecondsWithoutInterval = 60
const groupLabels = ['reporter', 'destination_canonical_revision']

/** Three range queries over the traffic whose destination is one service. */
export async function readServiceTraffic(
  api: PrometheusApi,
  query: ServiceTrafficQuery,
  scrapeIntervalSeconds: number | undefined,
  signal?: AbortSignal,
): Promise<ServiceTraffic> {
  signal?.throwIfAborted()
  const { stepSeconds } = query
  const timestamps = timestampsOf(query)
  const asked = [query.namespace, query.service, ...(query.cluster === undefined ? [] : [query.cluster])]
  if (!asked.every(canBeLabelled)) {
    return { timestamps, stepSeconds, requests: [], latencies: [], tcp: [] }
  }
  const span = { from: query.from, to: timestamps.at(-1) ?? query.from, stepSeconds }
  const texts = queryTexts(selectorsOf(query), rateWindowSeconds(stepSeconds, scrapeIntervalSeconds))
  const [requests, latencies, tcp] = await allOrNone(signal, (end) => texts.map((text) => api.range(text, span, end)))
  const place = (series: Series): Points => placed(series, timestamps, stepSeconds)
  return {
    timestamps,
    stepSeconds,
    requests: merged(requests ?? [], place, readRequestLine),
    latencies: merged(latencies ?? [], place, readLatencyLine),
    tcp: merged(tcp ?? [], place, readTcpLine),
  }
}

function timestampsOf({ from, to, stepSeconds }: ServiceTrafficQuery): number[] {
  const count = Math.floor((to - from) / stepSeconds + 1e-6) + 1
  if (!(stepSeconds > 0) || !(from <= to) || !Number.isFinite(count)) {
    throw new AppError('invalid', { source: 'prometheus', reason: 'range' })
  }
  if (count > maxPoints) {
    throw new AppError('too-large', { source: 'prometheus', points: count, maxPoints })
  }
  return Array.from({ length: count }, (_, index) => from + index * stepSeconds)
}

/** At least two scrapes, and a second over: a window open at its start loses one sample to the slightest jitter. */
function rateWindowSeconds(stepSeconds: number, scrapeIntervalSeconds: number | undefined): number {
  const twoScrapes =
    scrapeIntervalSeconds === undefined ? windowSecondsWithoutInterval : Math.ceil(2 * scrapeIntervalSeconds) + 1
  return Math.max(Math.ceil(stepSeconds), twoScrapes)
}

/** A destination cluster that Istio did not know is the caller's own (istio/istio#29373). */
function selectorsOf({ cluster, namespace, service }: ServiceTrafficQuery): string[][] {
  const base = [
    oneOf('reporter', reporterNames),
    equals('destination_service_namespace', namespace),
    equals('destination_service_name', service),
  ]
  return cluster === undefined
    ? [base]
    : [
        [...base, equals('destination_cluster', cluster)],
        [...base, oneOf('destination_cluster', ['', 'unknown']), equals('source_cluster', cluster)],
      ]
}

function queryTexts(selectors: string[][], windowSeconds: number): string[] {
  const summed = (metric: string, by: string[]): string => summedRate(metric, by, selectors, windowSeconds)
  return [
    summed('istio_requests_total', [...groupLabels, ...sourceLabels, ...outcomeLabels]),
    summed('istio_request_duration_milliseconds_bucket', [...groupLabels, 'le']),
    combined({
      sent: summed('istio_tcp_sent_bytes_total', groupLabels),
      received: summed('istio_tcp_received_bytes_total', groupLabels),
    }),
  ]
}

type Line<Name extends 'requests' | 'latencies' | 'tcp'> = Omit<ServiceTraffic[Name][number], 'points'>

function readGroup(labels: Labels): Pick<Line<'tcp'>, 'reporter' | 'version'> | undefined {
  const reporter = readReporter(labels)
  const version = readVersion(labels.destination_canonical_revision)
  return reporter && (version === undefined ? { reporter } : { reporter, version })
}

function readRequestLine(labels: Labels): Line<'requests'> | undefined {
  const group = readGroup(labels)
  return group && { ...group, caller: readSource(labels), ...readOutcome(labels) }
}

function readLatencyLine(labels: Labels): Line<'latencies'> | undefined {
  const group = readGroup(labels)
  const leMs = readBound(labels)
  return group && (Number.isNaN(leMs) ? undefined : { ...group, leMs })
}

function readTcpLine(labels: Labels): Line<'tcp'> | undefined {
  const group = readGroup(labels)
  return group && { ...group, direction: labels[partLabel] === 'sent' ? 'sent' : 'received' }
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
    lines.set(key, { ...line, points: earlier === undefined ? points : added(earlier.points, points) })
  }
  return [...lines.values()]
}

/** JSON would write the last bound, infinity, as null. */
function lineKey(line: object): string {
  return JSON.stringify([line, 'leMs' in line ? String(line.leMs) : ''])
}

function placed({ points }: Series, timestamps: number[], stepSeconds: number): Points {
  const values: Points = timestamps.map(() => null)
  const [from = 0] = timestamps
  for (const [time, value] of points) {
    const index = Math.round((time - from) / stepSeconds)
    if (index >= 0 && index < values.length && !Number.isNaN(value)) {
      values[index] = value
    }
  }
  return values
}

function added(left: Points, right: Points): Points {
  return left.map((value, index) => {
    const other = right[index] ?? null
    return value === null ? other : value + (other ?? 0)
  })
}
