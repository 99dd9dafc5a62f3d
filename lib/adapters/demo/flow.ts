import type { Security, TrafficDestination, TrafficSource } from '../../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { LawSpan } from './latency-history.ts'
import type { LatencyWave } from './latency-law.ts'

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

export type Reporter = 'source' | 'destination'

/** Requests (or TCP queries) of a flow that the same proxies count. */
export interface Process {
  by: Reporter | 'both'
  /** What brings them about: requests that the two proxies tell differently have one cause in two flows. */
  cause: string
  /** Fixes when each of them comes. */
  hash: number
  spans: Span[]
}

/** Requests (or TCP queries) that telemetry cannot tell apart: one caller, one callee, one outcome. */
export interface Flow {
  key: string
  hash: number
  /** Flows with the same ends share the number of their edge. */
  edge: number
  source: TrafficSource
  destination: TrafficDestination
  /** As the destination reports it; sources always report `unknown`. */
  security: Security
  protocol: 'http' | 'grpc' | 'tcp'
  code: string
  grpcStatus?: string
  /** As Envoy writes them. */
  flags: string[]
  latency: Record<Reporter, LawSpan[]>
  wave: LatencyWave
  tcp?: TcpLaw
  processes: Process[]
}

/** How many events of a flow a proxy has counted. */
export type CountOf = (flow: Flow, reporter: Reporter) => number

const both = ['source', 'destination'] satisfies Reporter[]

/** The proxies that count a flow. */
export function reportersOf({ processes }: Flow): Reporter[] {
  return both.filter((reporter) => processes.some(({ by }) => by === 'both' || by === reporter))
}

/** Its flags as a set: Envoy writes them in any order. */
export function flagsOf({ flags }: Flow): string[] {
  return flags.length < 2 ? flags : flags.toSorted()
}

/** Whether both proxies count the very same. */
export function isToldAlike({ processes }: Flow): boolean {
  return processes.every(({ by }) => by === 'both')
}
