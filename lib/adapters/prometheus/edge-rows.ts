import type { LatencyRow, RequestRow, TcpRow, TrafficSource } from '../../domain/telemetry/traffic.ts'
import { cutPack, packLabel, partLabel, unpacked } from './promql.ts'
import {
  destinationIdentity,
  destinationLabels,
  type Ends,
  endLabels,
  identity,
  type Labels,
  outcomeLabels,
  readDestination,
  readFlags,
  readOutcome,
  readProtocol,
  readReporter,
  readSecurity,
  readSource,
  securityLabel,
  sourceIdentity,
  sourceLabels,
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
  const endsOf = readEndsOnce()
  const timed = new Map<number, LatencyParts>()

  function timesBetween(between: Between, protocol: LatencyRow['protocol']): LatencyParts {
    const key = between.place * 3 + (protocol === undefined ? 0 : { http: 1, grpc: 2 }[protocol])
    return rowOf(timed, key, () => ({ between, protocol, byBound: new Map() }))
  }

  /** Requests per second by ends and answer; what did not move, or is no number, has no row. */
  function requestRows(samples: Sample[]): RequestRow[] {
    const answerOf = readOnce(
      answerLabels.requests,
      (labels) => ({ ...readOutcome(labels), security: readSecurity(labels) }),
      ({ protocol, code, grpcStatus, flags, security }) => identity(protocol, code, grpcStatus, flags.join(), security),
    )
    const rows = new Map<number, RequestRow>()
    for (const { labels, value } of samples) {
      const [between, answerText] = endsOf(labels)
      const answer = answerOf(answerText)
      if (between !== undefined && answer !== undefined && value > 0) {
        const { reporter, source, destination } = between.ends
        const { protocol, code, grpcStatus, flags, security } = answer.is
        const fresh = (): RequestRow => {
          const row = { reporter, source, destination, protocol, code, flags, security, perSecond: 0 }
          return grpcStatus === undefined ? row : { ...row, grpcStatus }
        }
        rowOf(rows, pairOf(between, answer), fresh).perSecond += value
        between.served[protocol] += value
      }
    }
    return [...rows.values()]
  }

  function addDurations(samples: Sample[]): void {
    const protocolOf = readOnce(
      answerLabels.durations,
      (labels) => ({ protocol: readProtocol(labels) }),
      ({ protocol }) => identity(protocol),
    )
    for (const { labels, value } of samples) {
      const [between, protocolText] = endsOf(labels)
      const told = protocolOf(protocolText)
      if (between !== undefined && told !== undefined) {
        const times = timesBetween(between, told.is.protocol)
        times.sum = (times.sum ?? 0) + value
      }
    }
  }

  function addBuckets(samples: Sample[]): void {
    const boundOf = readOnce(
      answerLabels.buckets,
      (labels) => ({ protocol: readProtocol(labels), leMs: readBound(labels) }),
      ({ protocol, leMs }) => identity(protocol, String(leMs)),
    )
    for (const { labels, value } of samples) {
      const [between, boundText] = endsOf(labels)
      const bound = boundOf(boundText)?.is
      if (between !== undefined && bound !== undefined && !Number.isNaN(bound.leMs)) {
        const { byBound } = timesBetween(between, bound.protocol)
        byBound.set(bound.leMs, (byBound.get(bound.leMs) ?? 0) + value)
      }
    }
  }

  /**
   * The times that were added, over the requests of their histogram or, without one, those that `requestRows` found: Istio
   * counts a request and its duration in one go, and asking for both again would cost a third of the graph. A sum that is
   * no number leaves the mean out, never zero.
   */
  function latencyRows(): LatencyRow[] {
    return [...timed.values()].map(latencyRow).filter((row) => row !== undefined)
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
      const [between, answerText] = endsOf(labels)
      const answer = answerOf(answerText)
      if (between === undefined || answer === undefined) {
        continue
      }
      const rates = { sentBytesPerSecond: 0, receivedBytesPerSecond: 0, connectionsPerSecond: 0 }
      const row = rowOf(rows, pairOf(between, answer), () => ({ ...between.ends, ...answer.is, ...rates }))
      row.sentBytesPerSecond += labels[partLabel] === 'sent' ? value : 0
      row.receivedBytesPerSecond += labels[partLabel] === 'received' ? value : 0
      row.connectionsPerSecond += labels[partLabel] === 'opened' ? value : 0
    }
    return [...rows.values()].filter(
      (row) => row.sentBytesPerSecond + row.receivedBytesPerSecond + row.connectionsPerSecond > 0,
    )
  }

  return { requestRows, tcpRows, addDurations, addBuckets, latencyRows }
}

interface LatencyParts {
  between: Between
  protocol: LatencyRow['protocol']
  sum?: number
  byBound: Map<number, number>
}

function latencyRow({ between, protocol, sum, byBound }: LatencyParts): LatencyRow | undefined {
  const { ends, served } = between
  const buckets = cumulativeBuckets(byBound)
  const counted = protocol === undefined ? served.http + served.grpc : served[protocol]
  const requestsPerSecond = buckets?.at(-1)?.perSecond ?? counted
  if (!(requestsPerSecond > 0)) {
    return undefined
  }
  const row: LatencyRow = { ...ends, requestsPerSecond }
  if (protocol !== undefined) {
    row.protocol = protocol
  }
  if (sum !== undefined && Number.isFinite(sum)) {
    row.meanMs = sum / requestsPerSecond
  }
  if (buckets !== undefined) {
    row.buckets = buckets
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

/** What some packed texts say; they that say the same share it. */
interface Known<Is> {
  is: Is
  /** In order of appearance. */
  place: number
}

const nothing = Symbol('nothing')

/** Reads what was packed, each text once: tens of thousands of rows have a thousand callers and a handful of answers. */
function readOnce<Is>(
  labels: readonly string[],
  read: (labels: Labels) => Is | undefined,
  identityOf: (is: Is) => string,
): (text: string) => Known<Is> | undefined {
  const byText = new Map<string, Known<Is> | typeof nothing>()
  const byIdentity = new Map<string, Known<Is>>()
  const readNow = (text: string) => {
    const own = unpacked(text, labels)
    const is = own && read(own)
    return is && rowOf(byIdentity, identityOf(is), () => ({ is, place: byIdentity.size }))
  }
  return (text) => {
    const known = rowOf(byText, text, () => readNow(text) ?? nothing)
    return known === nothing ? undefined : known
  }
}

/** Two ends as one proxy counted between them. */
interface Between {
  ends: Ends
  /** In order of appearance. */
  place: number
  /** Requests per second. */
  served: Record<RequestRow['protocol'], number>
}

/** Reads the ends that a row begins with; what follows them comes back as it is. Rows share the objects of equal ends. */
function readEndsOnce() {
  const reporterAndSource = ['reporter', ...sourceLabels]
  const sources = new Map<string, TrafficSource>()
  const callerOf = readOnce(
    reporterAndSource,
    (labels) => {
      const [reporter, source] = [readReporter(labels), readSource(labels)]
      return reporter && { reporter, source: rowOf(sources, sourceIdentity(source), () => source) }
    },
    ({ reporter, source }) => identity(reporter, sourceIdentity(source)),
  )
  const destinationOf = readOnce(destinationLabels, readDestination, destinationIdentity)
  const counts = [reporterAndSource.length, destinationLabels.length]
  const known = new Map<number, Between>()
  return (labels: Labels): [Between | undefined, string] => {
    const [callerText = '', destinationText = '', rest = ''] = cutPack(labels[packLabel] ?? '', counts)
    const caller = callerOf(callerText)
    const destination = destinationOf(destinationText)
    if (caller === undefined || destination === undefined) {
      return [undefined, rest]
    }
    const between = rowOf(known, pairOf(caller, destination), () => ({
      ends: { ...caller.is, destination: destination.is },
      place: known.size,
      served: { http: 0, grpc: 0 },
    }))
    return [between, rest]
  }
}

const mostPlaces = 2 ** 20

/** One number for two that are known. */
function pairOf(one: { place: number }, other: { place: number }): number {
  return one.place * mostPlaces + other.place
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
