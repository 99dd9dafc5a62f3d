import { answerKey } from '../telemetry/answer-key.ts'
import { outcomeOf } from '../telemetry/outcome.ts'
import { type Bucket, sumBuckets } from '../telemetry/quantile-bracket.ts'
import type { LatencyRow, RequestRow, Security, TcpRow } from '../telemetry/traffic.ts'

/** Sums of rows that one proxy counted, or of such sums; per second throughout. */
export interface Tally {
  hasRequests: boolean
  requests: number
  serverFailures: number
  clientFailures: number
  injected: number
  hasTcp: boolean
  bytes: number
  connections: number
  timedRequests: number
  /** Requests × milliseconds. */
  timedMs: number
  buckets: Bucket[] | undefined
  /** By status as `200`, `0` or `grpc 14`; undefined where nothing was counted. */
  byCode: Map<string, number> | undefined
  /** By single response flag; undefined where none was set. */
  byFlag: Map<string, number> | undefined
  /** Requests, connections or, where no connection ended in the window, bytes whose security is told. */
  secured: Secured
}

export type Counts = ReadonlyMap<string, number>

interface Secured {
  mutual: number
  told: number
  mutualBytes: number
  toldBytes: number
}

/** A sum of nothing. */
export function emptyTally(): Tally {
  return {
    hasRequests: false,
    requests: 0,
    serverFailures: 0,
    clientFailures: 0,
    injected: 0,
    hasTcp: false,
    bytes: 0,
    connections: 0,
    timedRequests: 0,
    timedMs: 0,
    buckets: undefined,
    byCode: undefined,
    byFlag: undefined,
    secured: { mutual: 0, told: 0, mutualBytes: 0, toldBytes: 0 },
  }
}

/** Adds requests of one label set, judged by `outcomeOf`; a row with several flags counts under each. */
export function addRequests(tally: Tally, row: RequestRow): void {
  tally.hasRequests = true
  tally.requests += row.perSecond
  const outcome = outcomeOf(row)
  if (outcome === 'server-failure') {
    tally.serverFailures += row.perSecond
  } else if (outcome === 'client-failure') {
    tally.clientFailures += row.perSecond
  } else if (outcome === 'injected') {
    tally.injected += row.perSecond
  }
  tally.byCode = plus(tally.byCode, answerKey(row), row.perSecond)
  addFlags(tally, row.flags, row.perSecond)
  addSecurity(tally, row.security, row.perSecond, 0)
}

/** Adds connections and the bytes of both directions. */
export function addTcp(tally: Tally, row: TcpRow): void {
  const bytes = row.sentBytesPerSecond + row.receivedBytesPerSecond
  tally.hasTcp = true
  tally.bytes += bytes
  tally.connections += row.connectionsPerSecond
  addFlags(tally, row.flags, row.connectionsPerSecond)
  addSecurity(tally, row.security, row.connectionsPerSecond, bytes)
}

/** Adds times of requests, mean and histogram each where the row has it. */
export function addLatency(tally: Tally, row: LatencyRow): void {
  if (row.meanMs !== undefined) {
    tally.timedRequests += row.requestsPerSecond
    tally.timedMs += row.requestsPerSecond * row.meanMs
  }
  addBuckets(tally, row.buckets)
}

/** Adds what `other` counted, without its codes and flags unless `withLabels`. */
export function addTally(tally: Tally, other: Tally, withLabels: boolean): void {
  tally.hasRequests ||= other.hasRequests
  tally.requests += other.requests
  tally.serverFailures += other.serverFailures
  tally.clientFailures += other.clientFailures
  tally.injected += other.injected
  tally.hasTcp ||= other.hasTcp
  tally.bytes += other.bytes
  tally.connections += other.connections
  addTimes(tally, other)
  if (withLabels) {
    for (const [code, perSecond] of other.byCode ?? []) {
      tally.byCode = plus(tally.byCode, code, perSecond)
    }
    for (const [flag, perSecond] of other.byFlag ?? []) {
      tally.byFlag = plus(tally.byFlag, flag, perSecond)
    }
    tally.secured.mutual += other.secured.mutual
    tally.secured.told += other.secured.told
    tally.secured.mutualBytes += other.secured.mutualBytes
    tally.secured.toldBytes += other.secured.toldBytes
  }
}

/** Adds only the times of `other`. */
export function addTimes(tally: Tally, other: Tally): void {
  tally.timedRequests += other.timedRequests
  tally.timedMs += other.timedMs
  addBuckets(tally, other.buckets)
}

/** Whether any request was timed, by mean or by histogram. */
export function hasTimes(tally: Tally): boolean {
  return tally.timedRequests > 0 || tally.buckets !== undefined
}

/** Counts in place and makes a map only when there is something to count: most tallies have no flags. */
function plus(counts: Map<string, number> | undefined, key: string, perSecond: number): Map<string, number> {
  const own = counts ?? new Map<string, number>()
  return own.set(key, (own.get(key) ?? 0) + perSecond)
}

function addFlags(tally: Tally, flags: readonly string[], perSecond: number): void {
  for (const flag of flags) {
    tally.byFlag = plus(tally.byFlag, flag, perSecond)
  }
}

function addSecurity({ secured }: Tally, security: Security, weight: number, bytes: number): void {
  if (security === 'unknown') {
    return
  }
  secured.told += weight
  secured.toldBytes += bytes
  if (security === 'mutual_tls') {
    secured.mutual += weight
    secured.mutualBytes += bytes
  }
}

function addBuckets(tally: Tally, buckets: Bucket[] | undefined): void {
  if (buckets !== undefined) {
    tally.buckets = tally.buckets === undefined ? buckets : sumBuckets(tally.buckets, buckets)
  }
}
