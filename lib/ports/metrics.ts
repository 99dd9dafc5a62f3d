import type { EdgeTraffic, ServiceTraffic } from '../domain/telemetry/traffic.ts'
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

export interface ServiceTrafficQuery {
  /** The mesh's cluster id; absent: any. */
  cluster?: string
  namespace: string
  service: string
  from: UnixSeconds
  to: UnixSeconds
  stepSeconds: number
}

/** Telemetry in Istio's standard metrics. Every failure is an `AppError`: `unavailable`, `timeout`, `invalid`, `unauthenticated`, `forbidden`, `too-large`. */
export interface Metrics {
  /** Per-second averages over `[at − windowSeconds, at]`, both reporters kept. At most four parallel queries, whatever the number of namespaces. */
  edgeTraffic(query: EdgeTrafficQuery, signal?: AbortSignal): Promise<EdgeTraffic>
  /** History of requests that arrive at one service; each point averages over one step (at least two scrapes). */
  serviceTraffic(query: ServiceTrafficQuery, signal?: AbortSignal): Promise<ServiceTraffic>
  /** Seconds between two samples of the mesh's proxies; undefined when it cannot be told. */
  scrapeIntervalSeconds(signal?: AbortSignal): Promise<number | undefined>
  /** Rejects when the store does not answer queries. */
  probe(signal?: AbortSignal): Promise<void>
}
