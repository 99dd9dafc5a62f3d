import type {
  Arrivals,
  CallHistory,
  EdgeTraffic,
  Reporter,
  RequestCount,
  SeriesGroup,
  ServiceTraffic,
} from '../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../domain/time.ts'

export interface EdgeTrafficQuery {
  at: UnixSeconds
  windowSeconds: number
  /**
   * Rows whose source or destination lies in one of these; absent: all. A destination whose service namespace is not
   * known lies where its host says, `payments.pay:9080` in `pay`.
   */
  namespaces?: string[]
  /** With histogram buckets, the dearest part: leave out at scale. */
  withQuantiles: boolean
}

interface HistorySpan {
  /** The mesh's cluster id; absent: any. */
  cluster?: string
  namespace: string
  from: UnixSeconds
  to: UnixSeconds
  stepSeconds: number
  /** What latencies are told apart by besides their version: dearer than `version`, which absent means. */
  latenciesBy?: SeriesGroup
}

/** What arrives at a service or a workload, or with `direction: 'out'` leaves a workload. */
export type ServiceTrafficQuery = HistorySpan & ({ service: string } | { workload: string; direction: 'in' | 'out' })

/** The services of all clusters that bear one of these names. */
export interface ArrivalsQuery {
  services: { namespace: string; name: string }[]
  from: UnixSeconds
  to: UnixSeconds
  stepSeconds: number
}

/** Whole buckets from `from` to `to`, for all calls that touch the namespaces. */
export interface CallHistoryQuery {
  from: UnixSeconds
  to: UnixSeconds
  stepSeconds: number
  /** As in `EdgeTrafficQuery`. */
  namespaces?: string[]
}

/** One number of one call over time, named as in an `IncidentWindow`. */
export interface CallQuestion {
  /** Workloads of the caller by namespace; absent: any caller, empty: callers that telemetry cannot name. */
  callers?: { namespace?: string; workloads: string[] }[]
  /** `destination_service` as telemetry spells it. */
  hosts: string[]
  reporter: Reporter
  version?: string
  /** `requests`, `error_rate`, `latency_mean_ms`, `flag_…`, `code_…`, `tcp_…`. */
  metric: string
  stepSeconds: number
}

/** One service of every cluster that has it, between two moments. */
export interface CountsQuery {
  namespace: string
  service: string
  from: UnixSeconds
  to: UnixSeconds
}

/** Telemetry in Istio's standard metrics. Every failure is an `AppError`: `unavailable`, `timeout`, `invalid`, `unauthenticated`, `forbidden`, `too-large`. */
export interface Metrics {
  /** Per-second averages over `[at − windowSeconds, at]`, both reporters kept. At most four parallel queries, whatever the number of namespaces. */
  edgeTraffic(query: EdgeTrafficQuery, signal?: AbortSignal): Promise<EdgeTraffic>
  /** History of one service or workload; each point averages over one step (at least two scrapes). At most three parallel queries. */
  serviceTraffic(query: ServiceTrafficQuery, signal?: AbortSignal): Promise<ServiceTraffic>
  /** What arrived at a few services over time, both reporters kept; each point averages over one step. One query. */
  arrivals(query: ArrivalsQuery, signal?: AbortSignal): Promise<Arrivals>
  /**
   * What every call counted, bucket by bucket, from raw counters: a series that appears on a known pod begins at 0, one
   * that fell has begun again. Three parallel queries, whatever the number of services.
   */
  callHistory(query: CallHistoryQuery, signal?: AbortSignal): Promise<CallHistory>
  /** How the store would be asked for one number of one call; undefined where it cannot be. Absent where it has no language. */
  callQuery?(question: CallQuestion): string | undefined
  /**
   * HTTP and gRPC requests to one service by raw counters, the first of a new series included, nothing averaged or
   * extrapolated: what the last samples before `to` say over those before `from`. A row a pair of ends. Two queries.
   */
  requestCounts(query: CountsQuery, signal?: AbortSignal): Promise<RequestCount[]>
  /**
   * Seconds between two samples of the proxies that touch these namespaces (absent: the mesh), where jobs differ the
   * longest; undefined when it cannot be told.
   */
  scrapeIntervalSeconds(signal?: AbortSignal, namespaces?: string[]): Promise<number | undefined>
  /** Rejects when the store does not answer queries. */
  probe(signal?: AbortSignal): Promise<void>
  /** Which of several servers answered last; absent where there is but one. */
  answeredBy?(): string
}
