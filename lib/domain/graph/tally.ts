import { outcomeOf } from '../telemetry/outcome.ts'
import { type Bucket, quantileBracket, sumBuckets } from '../telemetry/quantile-bracket.ts'
import type { LatencyRow, RequestRow, Security, TcpRow } from '../telemetry/traffic.ts'
import type { GraphEdge, ReporterView } from './snapshot.ts'

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
  byCode: Counts
  byFlag: Counts
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

const noCounts: Counts = new Map()

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
    byCode: noCounts,
    byFlag: noCounts,
    secured: { mutual: 0, told: 0, mutualBytes: 0, toldBytes: 0 },
  }
}

/** `200`, `0`; gRPC `grpc 14`: what `byCode` counts under. */
function codeKey(row: { code: string; grpcStatus?: string | undefined }): string {
  return row.grpcStatus === undefined || row.grpcStatus === '' ? row.code : `grpc ${row.grpcStatus}`
}

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
  tally.byCode = plus(tally.byCode, codeKey(row), row.perSecond)
  addFlags(tally, row.flags, row.perSecond)
  addSecurity(tally, row.security, row.perSecond, 0)
}

export function addTcp(tally: Tally, row: TcpRow): void {
  const bytes = row.sentBytesPerSecond + row.receivedBytesPerSecond
  tally.hasTcp = true
  tally.bytes += bytes
  tally.connections += row.connectionsPerSecond
  addFlags(tally, row.flags, row.connectionsPerSecond)
  addSecurity(tally, row.security, row.connectionsPerSecond, bytes)
}

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
    for (const [code, perSecond] of other.byCode) {
      tally.byCode = plus(tally.byCode, code, perSecond)
    }
    for (const [flag, perSecond] of other.byFlag) {
      tally.byFlag = plus(tally.byFlag, flag, perSecond)
    }
    tally.secured.mutual += other.secured.mutual
    tally.secured.told += other.secured.told
    tally.secured.mutualBytes += other.secured.mutualBytes
    tally.secured.toldBytes += other.secured.toldBytes
  }
}

export function addTimes(tally: Tally, other: Tally): void {
  tally.timedRequests += other.timedRequests
  tally.timedMs += other.timedMs
  addBuckets(tally, other.buckets)
}

export function hasTimes(tally: Tally): boolean {
  return tally.timedRequests > 0 || tally.buckets !== undefined
}

type Numbers = Pick<
  GraphEdge,
  | 'requestsPerSecond'
  | 'errorRatio'
  | 'clientErrorRatio'
  | 'injectedRatio'
  | 'bytesPerSecond'
  | 'connectionsPerSecond'
  | 'meanLatencyMs'
  | 'p95Ms'
>

/** The numbers a node or an edge shows; what was not counted is absent. Injected requests are outside both error ratios. */
export function numbersOf(tally: Tally): Numbers {
  const numbers: Numbers = {}
  if (tally.hasRequests) {
    numbers.requestsPerSecond = significant(tally.requests)
  }
  const judged = tally.requests - tally.injected
  // What is left of a difference of sums may be the rounding of zero.
  if (judged > tally.requests * 1e-9) {
    numbers.errorRatio = ratio(tally.serverFailures, judged)
    numbers.clientErrorRatio = ratio(tally.clientFailures, judged)
  }
  if (tally.injected > 0) {
    numbers.injectedRatio = ratio(tally.injected, tally.requests)
  }
  if (tally.hasTcp) {
    numbers.bytesPerSecond = significant(tally.bytes)
    numbers.connectionsPerSecond = significant(tally.connections)
  }
  if (tally.timedRequests > 0) {
    numbers.meanLatencyMs = significant(tally.timedMs / tally.timedRequests)
  }
  const p95Ms = tally.buckets === undefined ? undefined : quantileBracket(0.95, tally.buckets)
  if (p95Ms !== undefined) {
    numbers.p95Ms = p95Ms
  }
  return numbers
}

/** One proxy's numbers: what a headline has, without the shares only a headline shows. */
export function viewOf(tally: Tally): ReporterView {
  const { clientErrorRatio: _, injectedRatio: __, ...numbers } = numbersOf(tally)
  return { ...numbers, byCode: recordOf(tally.byCode), byFlag: recordOf(tally.byFlag) }
}

/** Under mutual TLS ÷ all whose security is told; undefined where none is. */
export function mutualShareOf({ secured }: Tally): number | undefined {
  if (secured.told > 0) {
    return ratio(secured.mutual, secured.told)
  }
  return secured.toldBytes > 0 ? ratio(secured.mutualBytes, secured.toldBytes) : undefined
}

/** Sorted by key, so that equal counts read equal. */
export function recordOf(counts: Counts): Record<string, number> {
  if (counts.size === 0) {
    return {}
  }
  const entries = [...counts]
  if (entries.length > 1) {
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
  }
  for (const entry of entries) {
    entry[1] = significant(entry[1])
  }
  return Object.fromEntries(entries)
}

/** Counts in place, except into the empty map all fresh tallies share: most have no flags and many no second code. */
function plus(counts: Counts, key: string, perSecond: number): Counts {
  const own = counts === noCounts ? new Map<string, number>() : (counts as Map<string, number>)
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

function ratio(part: number, whole: number): number {
  return significant(Math.min(1, Math.max(0, part / whole)))
}

/** Six digits: finer than any scrape, and a snapshot half as long on the wire. */
function significant(value: number): number {
  if (value === 0 || !Number.isFinite(value)) {
    return value
  }
  const scale = 10 ** (5 - Math.floor(Math.log10(Math.abs(value))))
  return scale >= 1 && Number.isFinite(scale) ? Math.round(value * scale) / scale : Math.round(value)
}
