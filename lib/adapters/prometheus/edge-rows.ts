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

const answerLabels = {
  requests: [...outcomeLabels, securityLabel],
  tcp: ['response_flags', securityLabel],
  durations: ['request_protocol'],
  buckets: ['request_protocol', 'le'],
}

/** What each question is summed by. */
export const edgeLabels = {
  requests: [...endLabels, ...answerLabels.requests],
  tcp: [...endLabels, ...answerLabels.tcp],
  durations: [...endLabels, ...answerLabels.durations],
  buckets: [...endLabels, ...answerLabels.buckets],
}

/** The rows of one reading; what its answers have in common is read once. */
export function edgeRows() {
  const endsOf = readOnce(endLabels, readEnds, endsIdentity)
  const protocolOf = readOnce(
    answerLabels.durations,
    (labels) => ({ protocol: readProtocol(labels) }),
    ({ protocol }) => identity(protocol),
  )
  const served = new Map<number, Served>()

  /** Requests per second by ends and answer; what did not move, or is no number, has no row. */
  function requestRows(samples: Sample[]): RequestRow[] {
    const answerOf = readOnce(
      answerLabels.requests,
      (labels) => ({ ...readOutcome(labels), security: readSecurity(labels) }),
      ({ protocol, code, grpcStatus, flags, security }) => identity(protocol, code, grpcStatus, flags.join(), security),
    )
    const rows = new Map<number, RequestRow>()
    for (const { labels, value } of samples) {
      const [endsText, answerText] = split(labels)
      const [ends, answer] = [endsOf(endsText), answerOf(answerText)]
      if (ends !== undefined && answer !== undefined && value > 0) {
        const { reporter, source, destination } = ends.is
        const { protocol, code, grpcStatus, flags, security } = answer.is
        const fresh = (): RequestRow => {
          const row = { reporter, source, destination, protocol, code, flags, security, perSecond: 0 }
          return grpcStatus === undefined ? row : { ...row, grpcStatus }
        }
        rowOf(rows, pairOf(ends, answer), fresh).perSecond += value
        rowOf(served, ends.place, () => ({ http: 0, grpc: 0 }))[protocol] += value
      }
    }
    return [...rows.values()]
  }

  /**
   * Times by ends, over the requests of the histogram or, without one, those that `requestRows` found, so it must have gone
   * before: Istio counts a request and its duration in one go, and asking for both again would cost a third of the graph.
   * A sum that is no number leaves the mean out, never zero.
   */
  function latencyRows({ durations, buckets }: { durations: Sample[]; buckets: Sample[] }): LatencyRow[] {
    const boundOf = readOnce(
      answerLabels.buckets,
      (labels) => ({ protocol: readProtocol(labels), leMs: readBound(labels) }),
      ({ protocol, leMs }) => identity(protocol, String(leMs)),
    )
    const rows = new Map<number, LatencyParts>()
    const partOf = (ends: Known<Ends>, protocol: LatencyRow['protocol']) =>
      rowOf(rows, ends.place * 3 + ['http', 'grpc'].indexOf(protocol ?? '') + 1, (): LatencyParts => {
        const { http, grpc } = served.get(ends.place) ?? { http: 0, grpc: 0 }
        return {
          ends: ends.is,
          protocol,
          served: protocol === undefined ? http + grpc : { http, grpc }[protocol],
          byBound: new Map(),
        }
      })
    for (const { labels, value } of durations) {
      const [endsText, protocolText] = split(labels)
      const [ends, told] = [endsOf(endsText), protocolOf(protocolText)]
      if (ends !== undefined && told !== undefined) {
        const part = partOf(ends, told.is.protocol)
        part.sum = (part.sum ?? 0) + value
      }
    }
    for (const { labels, value } of buckets) {
      const [endsText, boundText] = split(labels)
      const [ends, bound] = [endsOf(endsText), boundOf(boundText)?.is]
      if (ends !== undefined && bound !== undefined && !Number.isNaN(bound.leMs)) {
        const { byBound } = partOf(ends, bound.protocol)
        byBound.set(bound.leMs, (byBound.get(bound.leMs) ?? 0) + value)
      }
    }
    return [...rows.values()].map(latencyRow).filter(({ requestsPerSecond }) => requestsPerSecond > 0)
  }

  /** A row with a part that is no number is left out: what is not known must not read as zero. */
  function tcpRows(samples: Sample[]): TcpRow[] {
    const answerOf = readOnce(
      answerLabels.tcp,
      (labels) => ({ flags: readFlags(labels), security: readSecurity(labels) }),
      ({ flags, security }) => identity(flags.join(), security),
    )
    const rows = new Map<number, TcpRow>()
    for (const { labels, value } of samples) {
      const [endsText, answerText] = split(labels)
      const [ends, answer] = [endsOf(endsText), answerOf(answerText)]
      if (ends === undefined || answer === undefined) {
        continue
      }
      const rates = { sentBytesPerSecond: 0, receivedBytesPerSecond: 0, connectionsPerSecond: 0 }
      const row = rowOf(rows, pairOf(ends, answer), () => ({ ...ends.is, ...answer.is, ...rates }))
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

/** Requests per second between two ends. */
type Served = Record<RequestRow['protocol'], number>

interface LatencyParts {
  ends: Ends
  protocol: LatencyRow['protocol']
  served: number
  sum?: number
  byBound: Map<number, number>
}

function latencyRow({ ends, protocol, served, sum, byBound }: LatencyParts): LatencyRow {
  const cumulative = cumulativeBuckets(byBound)
  const requestsPerSecond = cumulative?.at(-1)?.perSecond ?? served
  const row: LatencyRow = { ...ends, ...(protocol !== undefined && { protocol }), requestsPerSecond }
  if (sum !== undefined && Number.isFinite(sum)) {
    row.meanMs = sum / requestsPerSecond
  }
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

/** What some packed texts say; they that say the same share it. */
interface Known<Is> {
  is: Is
  /** In order of appearance. */
  place: number
}

/** Reads what was packed, each text once: tens of thousands of rows have a few thousand ends and a handful of answers. */
function readOnce<Is>(
  labels: readonly string[],
  read: (labels: Labels) => Is | undefined,
  identityOf: (is: Is) => string,
): (text: string) => Known<Is> | undefined {
  const byText = new Map<string, Known<Is> | undefined>()
  const byIdentity = new Map<string, Known<Is>>()
  return (text) => {
    if (!byText.has(text)) {
      const own = unpacked(text, labels)
      const is = own && read(own)
      byText.set(text, is && rowOf(byIdentity, identityOf(is), () => ({ is, place: byIdentity.size })))
    }
    return byText.get(text)
  }
}

const mostAnswers = 2 ** 20

/** One number for ends and what was answered between them. */
function pairOf(ends: Known<unknown>, answer: Known<unknown>): number {
  return ends.place * mostAnswers + answer.place
}

/** Prometheus writes `0.5`, `5` or `5.0`, and `+Inf`. */
export function readBound(labels: Labels): number {
  return labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number.parseFloat(labels.le ?? '')
}

function rowOf<Key, Row>(rows: Map<Key, Row>, key: Key, make: () => Row): Row {
  let row = rows.get(key)
  if (row === undefined) {
    row = make()
    rows.set(key, row)
  }
  return row
}
