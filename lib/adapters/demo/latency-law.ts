/** Upper bounds of Istio's request duration histogram, in milliseconds, `+Inf` left out. */
export const latencyBoundsMs = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
] as const

/** A share of requests whose time is lognormal with something added; with `belowMs` only those that took less. */
export interface DurationPart {
  share: number
  meanMs: number
  /** Standard deviation of the logarithm. */
  sigma: number
  addedMs?: number
  belowMs?: number
}

/** How long one kind of request takes, as a histogram would count it: most of them fast, some slow. */
export interface LatencyLaw {
  fast: LatencyPart
  slow: LatencyPart
}

interface LatencyPart {
  meanMs: number
  /** Of the requests within the bound above (for the last one: of all), the share at or below each of the bounds. */
  ofNext: number[]
}

/** How the share of slow requests comes and goes with the number of requests. */
export interface LatencyWave {
  /** Requests from one crest to the next. */
  periodEvents: number
  phase: number
  /** In [0, 1): makes rounding of bucket counts favour none. */
  dither: number
}

const slowShare = 0.15
const slowness = 1.7
const fastness = 1 / (1 + slowShare * (slowness - 1))
const swing = 0.8

/** Two laws with a common mean; shares of the parts sum to 1. */
export function latencyLaw(parts: readonly DurationPart[]): LatencyLaw {
  return { fast: lawPart(parts, fastness), slow: lawPart(parts, fastness * slowness) }
}

/** The share of requests that take no longer than this. */
export function shareWithin(parts: readonly DurationPart[], ms: number): number {
  const within = (factor: number) => parts.reduce((sum, part) => sum + part.share * reached(part, factor, ms), 0)
  return (1 - slowShare) * within(fastness) + slowShare * within(fastness * slowness)
}

/** The mean of all parts, those of `belowMs` left out of account. */
export function meanOf(parts: readonly DurationPart[]): number {
  return parts.reduce((sum, { share, meanMs, addedMs = 0 }) => sum + share * (meanMs + addedMs), 0)
}

function lawPart(parts: readonly DurationPart[], factor: number): LatencyPart {
  const shares = latencyBoundsMs.map((bound) =>
    parts.reduce((sum, part) => sum + part.share * conditioned(part, factor, bound), 0),
  )
  return {
    meanMs: parts.reduce((sum, part) => sum + part.share * partMean(part, factor), 0),
    ofNext: shares.map((share, bound) => {
      const next = shares[bound + 1] ?? 1
      return next > 0 ? Math.min(1, share / next) : 0
    }),
  }
}

/** How far up the normal distribution of its logarithm a time lies. */
function depth({ meanMs, sigma, addedMs = 0 }: DurationPart, factor: number, ms: number): number {
  const mu = Math.log(meanMs * factor) - (sigma * sigma) / 2
  return ms > addedMs ? (Math.log(ms - addedMs) - mu) / sigma : Number.NEGATIVE_INFINITY
}

function reached(part: DurationPart, factor: number, ms: number): number {
  return normalShare(depth(part, factor, ms))
}

function conditioned(part: DurationPart, factor: number, ms: number): number {
  const { belowMs } = part
  if (belowMs === undefined) {
    return reached(part, factor, ms)
  }
  const all = reached(part, factor, belowMs)
  return ms >= belowMs ? 1 : all > 0 ? reached(part, factor, ms) / all : 0
}

function partMean(part: DurationPart, factor: number): number {
  const { meanMs, sigma, addedMs = 0, belowMs } = part
  if (belowMs === undefined) {
    return addedMs + meanMs * factor
  }
  const end = depth(part, factor, belowMs)
  const all = normalShare(end)
  return all > 0 ? addedMs + (meanMs * factor * normalShare(end - sigma)) / all : belowMs
}

/**
 * The counters of all finite buckets when `count` requests have ended. As in a real histogram every request falls into
 * one bucket for good: neither counts nor their increases ever fall from bound to bound.
 */
export function bucketCounts(law: LatencyLaw, wave: LatencyWave, count: number): number[] {
  const slow = slowOnes(wave, count)
  const slowBuckets = split(law.slow, wave, slow)
  return split(law.fast, wave, count - slow).map((fast, bound) => fast + (slowBuckets[bound] ?? 0))
}

/** The counter of milliseconds spent when `count` requests have ended; never falls. */
export function totalMs(law: LatencyLaw, wave: LatencyWave, count: number): number {
  const slow = slowOnes(wave, count)
  return Math.round((count - slow) * law.fast.meanMs + slow * law.slow.meanMs)
}

/** From the widest bucket to the narrowest, each one's requests divided by whole numbers. */
function split(part: LatencyPart, wave: LatencyWave, count: number): number[] {
  const counts: number[] = []
  let within = count
  for (let bound = latencyBoundsMs.length - 1; bound >= 0; bound--) {
    const dither = (wave.dither + bound * 0.618) % 1
    const share = part.ofNext[bound] ?? 1
    within = within === 0 || share === 0 ? 0 : Math.min(within, Math.floor(within * share + dither))
    counts[bound] = within
  }
  return counts
}

/** How many of `count` requests were slow: with each request it grows by one or not at all. */
function slowOnes({ periodEvents, phase, dither }: LatencyWave, count: number): number {
  const angle = (count / periodEvents) * 2 * Math.PI
  const wobble = swing * (periodEvents / (2 * Math.PI)) * (Math.sin(angle + phase) - Math.sin(phase))
  return count === 0 ? 0 : Math.min(count, Math.floor(slowShare * (count + wobble) + dither))
}

/** The standard normal distribution function (Abramowitz and Stegun 7.1.26, error below 1.5e-7). */
function normalShare(z: number): number {
  if (z === Number.NEGATIVE_INFINITY) {
    return 0
  }
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const tail =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x)
  return z > 0 ? 1 - tail / 2 : tail / 2
}
