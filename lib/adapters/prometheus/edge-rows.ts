import type { LatencyRow, RequestRow, TcpRow } from '../../domain/telemetry/traffic.ts'
import { partLabel } from './promql.ts'
import {
  type Ends,
  endsIdentity,
  identity,
  type Labels,
  readEnds,
  readFlags,
  readOutcome,
  readProtocol,
  readSecurity,
} from './telemetry-labels.ts'
import type { Sample } from './wire.ts'

/** What was answered about times, by what it is. */
export interface Times {
  counts: Sample[]
  sums: Sample[]
  buckets: Sample[]
}

/** Requests per second by ends and answer; what did not move, or is no number, has no row. */
export function requestRows(samples: Sample[]): RequestRow[] {
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
export function latencyRows({ counts, sums, buckets }: Times): LatencyRow[] {
  const rows = new Map<string, LatencyParts>()
  const partOf = (ends: Ends, labels: Labels): LatencyParts => {
    const protocol = readProtocol(labels)
    const fresh = () => ({ ends, protocol, count: 0, byBound: new Map<number, number>() })
    return rowOf(rows, identity(endsIdentity(ends), protocol), fresh)
  }
  for (const { labels, value } of counts) {
    const ends = readEnds(labels)
    if (ends !== undefined) {
      partOf(ends, labels).count += value
    }
  }
  for (const { labels, value } of sums) {
    const ends = readEnds(labels)
    if (ends !== undefined) {
      const part = partOf(ends, labels)
      part.sum = (part.sum ?? 0) + value
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
export function tcpRows(samples: Sample[]): TcpRow[] {
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
