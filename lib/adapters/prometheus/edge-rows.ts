import type { LatencyRow, RequestRow, TcpRow } from '../../domain/telemetry/traffic.ts'
import { packLabel, partLabel, splitPack, unpacked } from './promql.ts'
import {
  type Ends,
  endLabels,
  endsIdentity,
  identity,
  type Labels,
  outcomeLabels,
  readEnds,
  readFlags,
  readOutcome,
  readProtocol,
  readSecurity,
  securityLabel,
} from './telemetry-labels.ts'
import type { Sample } from './wire.ts'

/** What was answered about times, by what it is. */
export interface Times {
  counts: Sample[]
  sums: Sample[]
  buckets: Sample[]
}

const answerLabels = {
  requests: [...outcomeLabels, securityLabel],
  tcp: ['response_flags', securityLabel],
  times: ['request_protocol'],
  buckets: ['request_protocol', 'le'],
}

/** What each question is summed by. */
export const edgeLabels = {
  requests: [...endLabels, ...answerLabels.requests],
  tcp: [...endLabels, ...answerLabels.tcp],
  times: [...endLabels, ...answerLabels.times],
  buckets: [...endLabels, ...answerLabels.buckets],
}

/** The rows of one reading; what its answers have in common is read once. */
export function edgeRows() {
  const endsOf = readOnce(endLabels, (labels) => {
    const ends = readEnds(labels)
    return ends && { ends, id: endsIdentity(ends) }
  })

  /** Requests per second by ends and answer; what did not move, or is no number, has no row. */
  function requestRows(samples: Sample[]): RequestRow[] {
    const answerOf = readOnce(answerLabels.requests, (labels) => {
      const answer = { ...readOutcome(labels), security: readSecurity(labels) }
      const { protocol, code, grpcStatus, flags, security } = answer
      return { answer, id: identity(protocol, code, grpcStatus, flags.join(), security) }
    })
    const rows = new Map<string, RequestRow>()
    for (const { labels, value } of samples) {
      const [ends, answer] = split(labels)
      const [known, told] = [endsOf(ends), answerOf(answer)]
      if (known !== undefined && told !== undefined && value > 0) {
        const fresh = () => ({ ...known.ends, ...told.answer, perSecond: 0 })
        rowOf(rows, identity(known.id, told.id), fresh).perSecond += value
      }
    }
    return [...rows.values()]
  }

  /** A row needs its count; a sum that is no number leaves the mean out, never zero. */
  function latencyRows({ counts, sums, buckets }: Times): LatencyRow[] {
    const protocolOf = readOnce(answerLabels.times, (labels) => ({ protocol: readProtocol(labels) }))
    const boundOf = readOnce(answerLabels.buckets, (labels) => ({
      protocol: readProtocol(labels),
      leMs: readBound(labels),
    }))
    const rows = new Map<string, LatencyParts>()
    const partOf = (ends: string, answer: Pick<LatencyParts, 'protocol'> | undefined) => {
      const known = endsOf(ends)
      if (known === undefined || answer === undefined) {
        return undefined
      }
      const { protocol } = answer
      const fresh = (): LatencyParts => ({ ends: known.ends, protocol, count: 0, byBound: new Map() })
      return rowOf(rows, identity(known.id, protocol), fresh)
    }
    for (const { labels, value } of counts) {
      const [ends, answer] = split(labels)
      const part = partOf(ends, protocolOf(answer))
      if (part !== undefined) {
        part.count += value
      }
    }
    for (const { labels, value } of sums) {
      const [ends, answer] = split(labels)
      const part = partOf(ends, protocolOf(answer))
      if (part !== undefined) {
        part.sum = (part.sum ?? 0) + value
      }
    }
    for (const { labels, value } of buckets) {
      const [ends, told] = split(labels)
      const answer = boundOf(told)
      const byBound = partOf(ends, answer)?.byBound
      if (answer !== undefined && byBound !== undefined && !Number.isNaN(answer.leMs)) {
        byBound.set(answer.leMs, (byBound.get(answer.leMs) ?? 0) + value)
      }
    }
    return [...rows.values()].filter(({ count }) => count > 0).map(latencyRow)
  }

  /** A row with a part that is no number is left out: what is not known must not read as zero. */
  function tcpRows(samples: Sample[]): TcpRow[] {
    const answerOf = readOnce(answerLabels.tcp, (labels) => ({
      flags: readFlags(labels),
      security: readSecurity(labels),
    }))
    const rows = new Map<string, TcpRow>()
    for (const { labels, value } of samples) {
      const [ends, told] = split(labels)
      const [known, answer] = [endsOf(ends), answerOf(told)]
      if (known === undefined || answer === undefined) {
        continue
      }
      const rates = { sentBytesPerSecond: 0, receivedBytesPerSecond: 0, connectionsPerSecond: 0 }
      const fresh = () => ({ ...known.ends, ...answer, ...rates })
      const row = rowOf(rows, identity(known.id, answer.flags.join(), answer.security), fresh)
      row.sentBytesPerSecond += labels[partLabel] === 'sent' ? value : 0
      row.receivedBytesPerSecond += labels[partLabel] === 'received' ? value : 0
      row.connectionsPerSecond += labels[partLabel] === 'opened' ? value : 0
    }
    return [...rows.values()].filter(
      (row) => row.sentBytesPerSecond + row.receivedBytesPerSecond + row.connectionsPerSecond > 0,
    )
  }

  return { requestRows, latencyRows, tcpRows }
}

interface LatencyParts {
  ends: Ends
  protocol: LatencyRow['protocol']
  count: number
  sum?: number
  byBound: Map<number, number>
}

function latencyRow({ ends, protocol, count, sum, byBound }: LatencyParts): LatencyRow {
  const row: LatencyRow = { ...ends, ...(protocol !== undefined && { protocol }), requestsPerSecond: count }
  if (sum !== undefined && Number.isFinite(sum)) {
    row.meanMs = sum / count
  }
  const cumulative = cumulativeBuckets(byBound)
  if (cumulative !== undefined) {
    row.buckets = cumulative
  }
  return row
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

function split(labels: Labels): [string, string] {
  return splitPack(labels[packLabel] ?? '', endLabels.length)
}

/** Reads what was packed, each text once: tens of thousands of rows have a few thousand ends and a handful of answers. */
function readOnce<Read>(labels: readonly string[], read: (labels: Labels) => Read | undefined) {
  const known = new Map<string, Read | undefined>()
  return (text: string): Read | undefined => {
    if (!known.has(text)) {
      const own = unpacked(text, labels)
      known.set(text, own && read(own))
    }
    return known.get(text)
  }
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
