import type { Security, TrafficDestination, TrafficSource } from '../../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { LatencyLaw, LatencyWave } from './latency-law.ts'

/** What a TCP connection carries, from which byte counters follow. */
export interface TcpLaw {
  /** Queries sent over one connection before it is replaced. */
  queriesPerConnection: number
  sentBytesPerQuery: number
  receivedBytesPerQuery: number
  connectionSeconds: number
}

/** Expected events from `from` on: `offset` plus each demand's total since the epoch times its share. */
interface Span {
  from: UnixSeconds
  offset: number
  /** The expected events at `from`; the sum never falls below. */
  floor: number
  shares: number[]
}

/**
 * Requests (or TCP queries) that telemetry cannot tell apart: one caller, one callee, one outcome. Both proxies count the
 * same requests, so one process drives the series of both reporters.
 */
export interface Flow {
  key: string
  hash: number
  /** Flows with the same ends share the number of their edge. */
  edge: number
  source: TrafficSource
  destination: TrafficDestination
  reporters: { source: boolean; destination: boolean }
  /** As the destination reports it; sources always report `unknown`. */
  security: Security
  protocol: 'http' | 'grpc' | 'tcp'
  code: string
  grpcStatus?: string
  flags: string[]
  latency: { source: LatencyLaw; destination: LatencyLaw }
  wave: LatencyWave
  tcp?: TcpLaw
  spans: Span[]
}

/** The proxies that count a flow. */
export function reportersOf({ reporters }: Flow): ('source' | 'destination')[] {
  return [...(reporters.source ? ['source' as const] : []), ...(reporters.destination ? ['destination' as const] : [])]
}
