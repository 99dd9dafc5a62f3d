/** Which proxy counted: the caller's, the callee's, or a waypoint between them. */
export type Reporter = 'source' | 'destination' | 'waypoint'

/**
 * One end of an edge as telemetry names it. A field is absent where Istio wrote `unknown` or nothing; `version` is
 * absent for canonical revision `latest` as well.
 */
export interface TrafficSource {
  cluster?: string
  namespace?: string
  workload?: string
  app?: string
  version?: string
}

export interface TrafficDestination extends TrafficSource {
  /** `destination_service`: the host asked for, `payments.pay.svc.cluster.local`; an authority with port where no route was found. */
  host?: string
  /** `destination_service_name`; `PassthroughCluster` and `BlackHoleCluster` are names of this kind. */
  service?: string
  /** `destination_service_namespace`. */
  serviceNamespace?: string
}

interface TrafficRow {
  reporter: Reporter
  source: TrafficSource
  destination: TrafficDestination
}

export type Security = 'mutual_tls' | 'none' | 'unknown'

/** `istio_requests_total` over a window, one row a label set. Rows whose rate is 0 are absent. */
export interface RequestRow extends TrafficRow {
  protocol: 'http' | 'grpc'
  /** HTTP status as written; `0` when there was no answer. */
  code: string
  /** gRPC status number as text; absent for plain HTTP. */
  grpcStatus?: string
  /** Envoy response flags, split and sorted; empty for `-`. */
  flags: string[]
  security: Security
  perSecond: number
}

/** `istio_request_duration_milliseconds` over a window. `buckets`: cumulative rates by upper bound in ms (`Infinity` last), ascending. */
export interface LatencyRow extends TrafficRow {
  /** Absent: not told; then it counts only where the two ends speak one of the two. */
  protocol?: 'http' | 'grpc'
  meanMs?: number
  requestsPerSecond: number
  buckets?: { leMs: number; perSecond: number }[]
}

/** `istio_tcp_*` over a window. Sent is what the destination sent back, received what it received, in Istio's own naming (istio#32399). */
export interface TcpRow extends TrafficRow {
  flags: string[]
  security: Security
  sentBytesPerSecond: number
  receivedBytesPerSecond: number
  connectionsPerSecond: number
}

export interface EdgeTraffic {
  requests: RequestRow[]
  latencies: LatencyRow[]
  tcp: TcpRow[]
  /** Samples that were NaN or infinite and are therefore missing above. */
  unusableSamples: number
  /** Set when the store said that parts of its data could not be read: more may be missing above. */
  isPartial?: boolean
}

/** Requests between two moments by raw counters: whole numbers, mirrored copies and retried attempts included as each reporter counts them. */
export interface RequestCount extends TrafficRow {
  requests: number
}

/** A value per timestamp of the enclosing answer; `null` is not measured, `0` is zero. */
export type Points = (number | null)[]

/** What arrived at a few services over time, told apart as `EdgeTraffic` does. All `points` have the length of `timestamps`. */
export interface Arrivals {
  /** Unix seconds, evenly spaced. */
  timestamps: number[]
  stepSeconds: number
  /** Requests per second. */
  requests: (Omit<RequestRow, 'perSecond' | 'security'> & { points: Points })[]
  /** Connections opened per second. */
  connections: (Pick<TcpRow, 'reporter' | 'source' | 'destination' | 'flags'> & { points: Points })[]
}

/**
 * What was counted on every call, bucket by bucket: increases of counters that nothing extrapolates, per second of the
 * bucket. All points have the length of `bucketTimes`; null where a counter stood at no known value before.
 */
export interface CallHistory {
  /** Starts of the buckets in Unix seconds, evenly spaced. */
  bucketTimes: number[]
  stepSeconds: number
  /** Requests per second. */
  requests: (Omit<RequestRow, 'perSecond' | 'security'> & { points: Points })[]
  /** Timed requests per second, and the milliseconds they took per second: one divided by the other is their mean. */
  times: (TrafficRow & { requests: Points; milliseconds: Points })[]
  /** Bytes and opened connections per second. */
  tcp: (TrafficRow & { sentBytes: Points; receivedBytes: Points; connections: Points })[]
  /** What the store was asked, in its own language; absent where it has none. */
  queries?: CallQueries
}

export interface CallQueries {
  requests: string
  times: string
  tcp: string
}

/** What the lines of a history are told apart by. */
export const seriesGroups = ['version', 'code', 'flag', 'caller'] as const
export type SeriesGroup = (typeof seriesGroups)[number]

/** Whose line it is. `caller` is the other end: of what leaves a workload, the service that was called, as its `app`. */
interface HistoryLine {
  reporter: Reporter
  version?: string
  caller: TrafficSource
  points: Points
}

/** What an answer came to, where lines are told apart by it. */
type LineOutcome = Partial<Pick<RequestRow, 'code' | 'grpcStatus' | 'flags'>>

/** Latencies name their version, and what else was asked for: their caller, or what their answers came to. */
interface LatencyLine extends Omit<HistoryLine, 'caller'>, LineOutcome {
  caller?: TrafficSource
}

/** The history of one service or workload, for RED charts. All `points` have the length of `timestamps`. */
export interface ServiceTraffic {
  /** Unix seconds, evenly spaced. */
  timestamps: number[]
  stepSeconds: number
  /** Requests per second. */
  requests: (HistoryLine & Pick<RequestRow, 'protocol' | 'code' | 'grpcStatus' | 'flags'>)[]
  /** Requests per second up to and including `leMs`. */
  latencies: (LatencyLine & { leMs: number })[]
  /** Milliseconds that the requests of the buckets took, per second: divided by the requests it is their mean. */
  durations: LatencyLine[]
  /** Bytes per second. */
  tcp: (HistoryLine & { direction: 'sent' | 'received' })[]
  /** Connections opened per second. */
  connections: (HistoryLine & { flags: string[] })[]
  /** What the store was asked, in its own language; absent where it has none. */
  queries?: HistoryQueries
}

/** `latencies` asks for buckets and durations, `tcp` for bytes and connections. */
export interface HistoryQueries {
  requests: string
  latencies: string
  tcp: string
}
