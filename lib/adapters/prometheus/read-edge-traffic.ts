import { AppError } from '../../domain/errors.ts'
import type { EdgeTraffic, LatencyRow, RequestRow, TcpRow } from '../../domain/telemetry/traffic.ts'
import type { EdgeTrafficQuery } from '../../ports/metrics.ts'
import { allOrNone } from './all-or-none.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { combined, hostIn, noneOf, oneOf, partLabel, summedRate } from './promql.ts'
import type { Ends, Labels } from './telemetry-labels.ts'
import {
  canBeLabelled,
  destinationLabels,
  endsIdentity,
  identity,
  outcomeLabels,
  readEnds,
  readFlags,
  readOutcome,
  readProtocol,
  readSecurity,
  reporterNames,
  sourceLabels,
} from './telemetry-labels.ts'
import type { Sample } from './wire.ts'

const endLabels = ['reporter', ...sourceLabels, ...destinationLabels]
const latencyLabels = [...endLabels, 'request_protocol']
const securityLabel = 'connection_security_policy'

/** Three or, with quantiles, four instant queries, whatever the number of namespaces. */
export async function readEdgeTraffic(
  api: PrometheusApi,
  query: EdgeTrafficQuery,
  signal?: AbortSignal,
): Promise<EdgeTraffic> {
  signal?.throwIfAborted()
  const windowSeconds = Math.round(query.windowSeconds)
  if (!(windowSeconds >= 1) || !Number.isFinite(windowSeconds) || !Number.isFinite(query.at)) {
    throw new AppError('invalid', { source: 'prometheus', reason: 'window' })
  }
  const selectors = selectorsOf(query.namespaces)
  if (selectors.length === 0) {
    return { requests: [], latencies: [], tcp: [], unusableSamples: 0 }
  }
  const texts = queryTexts(selectors, windowSeconds, query.withQuantiles)
  const [requests, tcp, moments, buckets] = await allOrNone(signal, (end) =>
    texts.map((text) => api.vector(text, query.at, end)),
  )
  const answers = [requests, tcp, moments, buckets].flatMap((samples) => samples ?? [])
  return {
    requests: requestRows(requests ?? []),
    latencies: latencyRows(moments ?? [], buckets ?? []),
    tcp: tcpRows(tcp ?? []),
    unusableSamples: answers.reduce((count, sample) => count + (Number.isNaN(sample.value) ? 1 : 0), 0),
  }
}

/** Selectors that share no series, so that nothing is read twice; none when no series can match. */
function selectorsOf(namespaces: string[] | undefined): string[][] {
  const base = oneOf('reporter', reporterNames)
  if (namespaces === undefined) {
    return [[base]]
  }
  const names = [...new Set(namespaces)].filter(canBeLabelled).sort()
  if (names.length === 0) {
    return []
  }
  const ends = ['source_workload_namespace', 'destination_service_namespace', 'destination_workload_namespace']
  const touching = ends.map((end, index) => [
    base,
    ...ends.slice(0, index).map((earlier) => noneOf(earlier, names)),
    oneOf(end, names),
  ])
  // Without a route or cluster (NR, NC, redirects) Istio knows no namespace: only the authority says whom the caller
  // asked. One that names no namespace means the caller's own, which the first selector has.
  const asking = [
    base,
    ...ends.map((end) => noneOf(end, names)),
    oneOf('destination_service_namespace', ['', 'unknown']),
    hostIn('destination_service', names),
  ]
  return [...touching, asking]
}

function queryTexts(selectors: string[][], windowSeconds: number, withQuantiles: boolean): string[] {
  const summed = (metric: string, by: string[]): string => summedRate(metric, by, selectors, windowSeconds)
  // `!= 0` rather than `> 0`: it lets NaN through, which is counted and reported instead of vanishing.
  const moving = (metric: string, by: string[]): string => `${summed(metric, by)} != 0`
  const tcpLabels = [...endLabels, 'response_flags', securityLabel]
  const texts = [
    moving('istio_requests_total', [...endLabels, ...outcomeLabels, securityLabel]),
    combined({
      sent: moving('istio_tcp_sent_bytes_total', tcpLabels),
      received: moving('istio_tcp_received_bytes_total', tcpLabels),
      opened: moving('istio_tcp_connections_opened_total', tcpLabels),
    }),
    combined({
      count: moving('istio_request_duration_milliseconds_count', latencyLabels),
      sum: summed('istio_request_duration_milliseconds_sum', latencyLabels),
    }),
  ]
  const buckets = summed('istio_request_duration_milliseconds_bucket', [...latencyLabels, 'le'])
  return withQuantiles ? [...texts, buckets] : texts
}

function requestRows(samples: Sample[]): RequestRow[] {
  const rows = new Map<string, RequestRow>()
  for (const { labels, value } of samples) {
    const ends = readEnds(labels)
    if (ends === undefined || !(value > 0)) {
      continue
    }
    const row: RequestRow = { ...ends, ...readOutcome(labels), security: readSecurity(labels), perSecond: 0 }
    rowOf(rows, outcomeIdentity(row), () => row).perSecond += value
  }
  return [...rows.values()]
}

interface LatencyParts {
  ends: Ends
  protocol: LatencyRow['protocol']
  count: number
  sum?: number
  byBound: Map<number, number>
}

function outcomeIdentity(row: RequestRow): string {
  return identity(endsIdentity(row), row.protocol, row.code, row.grpcStatus, row.flags.join(), row.security)
}

/** A row needs its count; a sum that is no number leaves the mean out, never zero. */
function latencyRows(moments: Sample[], buckets: Sample[]): LatencyRow[] {
  const rows = new Map<string, LatencyParts>()
  const partOf = (ends: Ends, labels: Labels): LatencyParts => {
    const protocol = readProtocol(labels)
    const fresh = () => ({ ends, protocol, count: 0, byBound: new Map<number, number>() })
    return rowOf(rows, identity(endsIdentity(ends), protocol), fresh)
  }
  for (const { labels, value } of moments) {
    const ends = readEnds(labels)
    if (ends !== undefined) {
      const part = partOf(ends, labels)
      if (labels[partLabel] === 'count') {
        part.count += value
      } else {
        part.sum = (part.sum ?? 0) + value
      }
    }
  }
  for (const { labels, value } of buckets) {
    const ends = readEnds(labels)
    const leMs = readBound(labels)
    if (ends !== undefined && !Number.isNaN(leMs)) {
      const { byBound } = partOf(ends, labels)
      byBound.set(leMs, (byBound.get(leMs) ?? 0) + value)
    }
  }
  return [...rows.values()]
    .filter(({ count }) => count > 0)
    .map(({ ends, protocol, count, sum, byBound }) => {
      const row: LatencyRow = { ...ends, ...(protocol !== undefined && { protocol }), requestsPerSecond: count }
      if (sum !== undefined && Number.isFinite(sum)) {
        row.meanMs = sum / count
      }
      const cumulative = cumulativeBuckets(byBound)
      if (cumulative !== undefined) {
        row.buckets = cumulative
      }
      return row
    })
}

/** Never falling, as Prometheus's own quantiles make them: each bucket's rate is extrapolated by itself and may be off by a hair. */
function cumulativeBuckets(byBound: Map<number, number>): LatencyRow['buckets'] {
  if (!byBound.has(Number.POSITIVE_INFINITY) || [...byBound.values()].some(Number.isNaN)) {
    return undefined
  }
  let floor = 0
  return [...byBound]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([leMs, perSecond]) => {
      floor = Math.max(floor, perSecond)
      return { leMs, perSecond: floor }
    })
}

/** A row with a part that is no number is left out: what is not known must not read as zero. */
function tcpRows(samples: Sample[]): TcpRow[] {
  const rows = new Map<string, TcpRow>()
  for (const { labels, value } of samples) {
    const ends = readEnds(labels)
    if (ends === undefined) {
      continue
    }
    const rates = { sentBytesPerSecond: 0, receivedBytesPerSecond: 0, connectionsPerSecond: 0 }
    const fresh: TcpRow = { ...ends, flags: readFlags(labels), security: readSecurity(labels), ...rates }
    const row = rowOf(rows, identity(endsIdentity(fresh), fresh.flags.join(), fresh.security), () => fresh)
    row.sentBytesPerSecond += labels[partLabel] === 'sent' ? value : 0
    row.receivedBytesPerSecond += labels[partLabel] === 'received' ? value : 0
    row.connectionsPerSecond += labels[partLabel] === 'opened' ? value : 0
  }
  return [...rows.values()].filter(
    (row) => row.sentBytesPerSecond + row.receivedBytesPerSecond + row.connectionsPerSecond > 0,
  )
}

/** Prometheus writes `0.5`, `5` or `5.0`, and `+Inf`. */
export function readBound(labels: Labels): number {
  return labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number.parseFloat(labels.le ?? '')
}

function rowOf<Row>(rows: Map<string, Row>, key: string, make: () => Row): Row {
  const row = rows.get(key) ?? make()
  rows.set(key, row)
  return row
}
