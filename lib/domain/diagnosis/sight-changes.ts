import { loudestLatency, type MeasuredLatency, measuredLatencies, typicalLatency } from './latency-change.ts'
import { flaggedRatio, type RatioChange, ratioChange } from './ratio-change.ts'
import { type Change, robustChange, type Series, sortedAt } from './robust-change.ts'
import type { WindowSplit } from './split-window.ts'
import type { Sight } from './traffic-table.ts'

export interface SightChanges {
  requestsPerSecond?: Change | undefined
  errorRatio?: RatioChange | undefined
  /** The mean, or what the quantiles say it is near. */
  latencyMs?: Change | undefined
  /** The most significant of mean and quantiles, signed as it moved. */
  latencyZ: number
  /** Mean and quantiles as they were measured, from mean to tail. */
  latencies: readonly MeasuredLatency[]
  /** Share of requests by flag or code, only those that rose. */
  flags: ReadonlyMap<string, RatioChange>
  connectionsOpened?: Change | undefined
  sentBytes?: Change | undefined
}

const rateFloorShare = 0.1

/** Every change one proxy saw on one call. */
export function sightChanges(sight: Sight, split: WindowSplit, stepSeconds: number): SightChanges {
  const latencies = measuredLatencies(sight, split, stepSeconds)
  const loudest = loudestLatency(latencies)
  const flags = new Map<string, RatioChange>()
  for (const [flag, series] of sight.flags) {
    const found = flaggedRatio(series, sight.requests, split, stepSeconds)
    if (found !== undefined && found.now > found.before) {
      flags.set(flag, found)
    }
  }
  return {
    requestsPerSecond: sight.requests && rateChange(sight.requests, split, stepSeconds),
    errorRatio: sight.errors && ratioChange(sight.errors, sight.requests, split, stepSeconds),
    latencyMs: typicalLatency(latencies),
    latencyZ: loudest === undefined ? 0 : loudest.change.z * loudest.weight,
    latencies,
    flags,
    connectionsOpened: sight.connectionsOpened && countedRate(sight.connectionsOpened, split, stepSeconds),
    sentBytes: sight.sentBytes && robustChange(sight.sentBytes, split, (before) => rateFloorShare * before),
  }
}

/** A request rate against its usual spread, never believed finer than one request a bucket. */
export function rateChange(rates: Series, split: WindowSplit, stepSeconds: number): Change | undefined {
  return robustChange(rates, split, (before) => Math.max(rateFloorShare * before, 1 / stepSeconds))
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
