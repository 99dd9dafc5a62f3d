import { type Change, robustChange, type Series, sortedAt } from './robust-change.ts'
import type { WindowSplit } from './split-window.ts'

/** A mean or quantile as it was measured. */
export interface MeasuredLatency {
  metric: 'latency_mean_ms' | 'latency_p50_ms' | 'latency_p90_ms' | 'latency_p99_ms'
  change: Change
  /** What it has to say about significance beside the others. */
  weight: number
}

export interface LatencySeries {
  meanMs?: Series
  p50Ms?: Series
  p90Ms?: Series
  p99Ms?: Series
  requests?: Series
}

/** Differences smaller than this are below what a proxy's clock and histogram can tell. */
const floorMs = 0.7
const floorShare = 0.1
/** Tail quantiles of few requests wander: p99 has a smaller say. */
const tailWeight = 0.3

export function latencyFloor(beforeMs: number): number {
  return Math.max(floorMs, floorShare * beforeMs)
}

/** Mean and quantiles that were measured, from mean to tail, each against its floor and the error of so few requests. */
export function measuredLatencies(sight: LatencySeries, split: WindowSplit, stepSeconds: number): MeasuredLatency[] {
  const requests = sight.requests && requestsIn(sight.requests, split.incident, stepSeconds)
  const series = [
    { metric: 'latency_mean_ms', values: sight.meanMs, weight: 1 },
    { metric: 'latency_p50_ms', values: sight.p50Ms, weight: 1 },
    { metric: 'latency_p90_ms', values: sight.p90Ms, weight: 1 },
    { metric: 'latency_p99_ms', values: sight.p99Ms, weight: tailWeight },
  ] as const
  return series.flatMap(({ metric, values, weight }) => {
    const change = values && robustChange(values, split, latencyFloor)
    return change === undefined ? [] : [{ metric, change: withSamplingError(change, requests), weight }]
  })
}

/** Times vary by about their own size, so the level of n requests is known to a root of n. */
function withSamplingError(change: Change, requests: number | undefined): Change {
  if (requests === undefined || requests <= 0) {
    return change
  }
  const { before, now } = change
  const spread = Math.hypot(change.spread, Math.max(before, now) / Math.sqrt(requests))
  return { before, now, spread, z: (now - before) / spread }
}

function requestsIn(rates: Series, buckets: readonly number[], stepSeconds: number): number {
  return sortedAt(rates, buckets).reduce((sum, rate) => sum + rate * stepSeconds, 0)
}

/** Of mean and quantiles the one that moved most, either way. */
export function loudestLatency(latencies: readonly MeasuredLatency[]): MeasuredLatency | undefined {
  const loudness = ({ change, weight }: MeasuredLatency) => Math.abs(change.z * weight)
  return latencies.reduce<MeasuredLatency | undefined>(
    (loudest, one) => (loudest === undefined || loudness(one) > loudness(loudest) ? one : loudest),
    undefined,
  )
}

/** The share of requests each quantile stands for. */
const shareOf = { latency_mean_ms: 0, latency_p50_ms: 0.7, latency_p90_ms: 0.27, latency_p99_ms: 0.03 }

/** The mean, or quantiles weighed by the requests they stand for: near the mean, and adding up along calls as means do. */
export function typicalLatency(latencies: readonly MeasuredLatency[]): Change | undefined {
  const mean = latencies.find(({ metric }) => metric === 'latency_mean_ms')
  const total = latencies.reduce((sum, { metric }) => sum + shareOf[metric], 0)
  if (mean !== undefined || total === 0) {
    return mean?.change
  }
  const weighed = (pick: (change: Change) => number) =>
    latencies.reduce((sum, { metric, change }) => sum + (shareOf[metric] / total) * pick(change), 0)
  const [before, now, spread] = [weighed((c) => c.before), weighed((c) => c.now), weighed((c) => c.spread)]
  return { before, now, spread, z: (now - before) / spread }
}
