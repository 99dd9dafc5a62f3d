import { type Change, quantile, robustChange, type Series, sortedAt } from './robust-change.ts'
import type { WindowSplit } from './split-window.ts'
import type { Sight } from './traffic-table.ts'

/** A share of requests before and now, with the number of requests each stands on. */
export interface RatioChange {
  before: number
  now: number
  requestsBefore: number
  requestsNow: number
  z: number
}

/** Nobody asked before the incident, so nothing got worse: it was called for the first time. */
export function isFirstCalled(ratio: RatioChange | undefined): boolean {
  return ratio !== undefined && ratio.requestsBefore <= 0
}

export interface MeasuredLatency {
  metric: 'latency_mean_ms' | 'latency_p50_ms' | 'latency_p90_ms' | 'latency_p99_ms'
  change: Change
  /** What it has to say about significance beside the others. */
  weight: number
}

export interface SightChanges {
  requestsPerSecond?: Change | undefined
  errorRatio?: RatioChange | undefined
  /** The mean, or what the quantiles say it is near. */
  latencyMs?: Change | undefined
  /** The most significant of mean and quantiles, signed as `latencyMs`. */
  latencyZ: number
  /** Mean and quantiles as they were measured. */
  latencies: readonly MeasuredLatency[]
  /** Share of requests by flag or code, only those that rose. */
  flags: ReadonlyMap<string, RatioChange>
  connectionsOpened?: Change | undefined
  sentBytes?: Change | undefined
}

/** Differences smaller than this are below what a proxy's clock and histogram can tell. */
const latencyFloorMs = 0.7
const latencyFloorShare = 0.1
const rateFloorShare = 0.1

/** Tail quantiles of few requests wander: p99 has a smaller say. */
const tailWeight = 0.3

export function latencyFloor(before: number): number {
  return Math.max(latencyFloorMs, latencyFloorShare * before)
}

/** Every change one proxy saw on one call. */
export function sightChanges(sight: Sight, split: WindowSplit, stepSeconds: number): SightChanges {
  const latencies = measuredLatencies(sight, split)
  const mean = latencies.find(({ metric }) => metric === 'latency_mean_ms')?.change
  const loudest = loudestLatency(latencies)
  const flags = new Map<string, RatioChange>()
  for (const [flag, series] of sight.flags) {
    const found = flagShare(series, sight.requests, split, stepSeconds)
    if (found !== undefined && found.now > found.before) {
      flags.set(flag, found)
    }
  }
  return {
    requestsPerSecond: robust(sight.requests, split, (before) => Math.max(rateFloorShare * before, 1 / stepSeconds)),
    errorRatio: sight.errors && ratioChange(sight.errors, sight.requests, split, stepSeconds),
    latencyMs: mean ?? nearMean(latencies),
    latencyZ: loudest === undefined ? 0 : loudest.change.z * loudest.weight,
    latencies,
    flags,
    connectionsOpened: sight.connectionsOpened && countedRate(sight.connectionsOpened, split, stepSeconds),
    sentBytes: robust(sight.sentBytes, split, (before) => rateFloorShare * before),
  }
}

/** Of mean and quantiles the one that moved most, either way. */
export function loudestLatency(latencies: readonly MeasuredLatency[]): MeasuredLatency | undefined {
  return latencies.reduce<MeasuredLatency | undefined>(
    (loudest, one) =>
      loudest === undefined || Math.abs(one.change.z * one.weight) > Math.abs(loudest.change.z * loudest.weight)
        ? one
        : loudest,
    undefined,
  )
}

function measuredLatencies(sight: Sight, split: WindowSplit): MeasuredLatency[] {
  const series = [
    { metric: 'latency_mean_ms', values: sight.meanMs, weight: 1 },
    { metric: 'latency_p50_ms', values: sight.p50Ms, weight: 1 },
    { metric: 'latency_p90_ms', values: sight.p90Ms, weight: 1 },
    { metric: 'latency_p99_ms', values: sight.p99Ms, weight: tailWeight },
  ] as const
  return series.flatMap(({ metric, values, weight }) => {
    const change = robust(values, split, latencyFloor)
    return change === undefined ? [] : [{ metric, change, weight }]
  })
}

function robust(series: Series | undefined, split: WindowSplit, floor: (before: number) => number) {
  return series && robustChange(series, split, floor)
}

/** A rate of rare events: pooled counts against their Poisson error, since most buckets have none. */
function countedRate(rates: Series, split: WindowSplit, stepSeconds: number): Change | undefined {
  const [usual, present] = [sortedAt(rates, split.baseline), sortedAt(rates, split.incident)]
  if (usual.length === 0 || present.length === 0) {
    return undefined
  }
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [before, now] = [mean(usual), mean(present)]
  const seconds = present.length * stepSeconds
  const expected = before * seconds
  const spread = Math.hypot(
    Math.sqrt(expected * (1 + present.length / usual.length) + 1) / seconds,
    rateFloorShare * before,
  )
  return { before, now, spread, z: (now - before) / spread }
}

/** The share of requests each quantile stands for. */
const shareOf = { latency_mean_ms: 0, latency_p50_ms: 0.7, latency_p90_ms: 0.27, latency_p99_ms: 0.03 }

/** Quantiles weighed by the requests they stand for: near the mean, and it adds up along a call as means do. */
function nearMean(latencies: readonly MeasuredLatency[]): Change | undefined {
  const total = latencies.reduce((sum, { metric }) => sum + shareOf[metric], 0)
  if (total === 0) {
    return undefined
  }
  const weighed = (pick: (change: Change) => number) =>
    latencies.reduce((sum, { metric, change }) => sum + (shareOf[metric] / total) * pick(change), 0)
  const [before, now, spread] = [weighed((c) => c.before), weighed((c) => c.now), weighed((c) => c.spread)]
  return { before, now, spread, z: (now - before) / spread }
}

/**
 * Shares pooled over requests, against the binomial error of that many requests plus what the share varied by before.
 * Without a request rate every bucket counts alike and stands for `unknownRequests`.
 */
const unknownRequestsPerBucket = 30

export function ratioChange(
  shares: Series,
  rates: Series | undefined,
  split: WindowSplit,
  stepSeconds: number,
): RatioChange | undefined {
  const pooled = (buckets: readonly number[]) => {
    let [failed, requests] = [0, 0]
    for (const bucket of buckets) {
      const share = shares[bucket] ?? null
      const count = rates === undefined ? unknownRequestsPerBucket : (rates[bucket] ?? 0) * stepSeconds
      if (share !== null) {
        failed += share * count
        requests += count
      }
    }
    return { failed, requests }
  }
  const [before, now] = [pooled(split.baseline), pooled(split.incident)]
  if (before.requests <= 0 && now.requests <= 0) {
    return undefined
  }
  return compareShares(before, now, bucketSpread(shares, split))
}

function flagShare(
  flagged: Series,
  rates: Series | undefined,
  split: WindowSplit,
  stepSeconds: number,
): RatioChange | undefined {
  const pooled = (buckets: readonly number[]) => {
    let [failed, requests] = [0, 0]
    for (const bucket of buckets) {
      failed += (flagged[bucket] ?? 0) * stepSeconds
      requests += (rates?.[bucket] ?? unknownRequestsPerBucket / stepSeconds) * stepSeconds
    }
    return { failed, requests }
  }
  const [before, now] = [pooled(split.baseline), pooled(split.incident)]
  return now.requests <= 0 ? undefined : compareShares(before, now, 0)
}

interface Pooled {
  failed: number
  requests: number
}

function compareShares(before: Pooled, now: Pooled, spread: number): RatioChange {
  const share = ({ failed, requests }: Pooled) => (requests > 0 ? failed / requests : 0)
  // One failure more on each side keeps the error of a share that was always 0 or 1 from being nothing.
  const middle = (before.failed + now.failed + 1) / (before.requests + now.requests + 2)
  const binomial =
    middle * (1 - Math.min(middle, 1)) * (1 / Math.max(before.requests, 1) + 1 / Math.max(now.requests, 1))
  return {
    before: share(before),
    now: share(now),
    requestsBefore: before.requests,
    requestsNow: now.requests,
    z: now.requests > 0 ? (share(now) - share(before)) / Math.sqrt(Math.max(binomial, 1e-12) + spread ** 2) : 0,
  }
}

/** What a share varies by between baseline buckets, for the mean of the incident's buckets. */
function bucketSpread(shares: Series, split: WindowSplit): number {
  const usual = sortedAt(shares, split.baseline)
  if (usual.length < 4) {
    return 0
  }
  return (quantile(usual, 0.75) - quantile(usual, 0.25)) / 1.349 / Math.sqrt(Math.max(split.incident.length, 1))
}
