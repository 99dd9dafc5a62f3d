/** Upper bounds of Istio's request duration histogram, in milliseconds, `+Inf` left out. */
export const latencyBoundsMs = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
] as const

/** How long one kind of request takes, as a histogram would count it. */
export interface LatencyLaw {
  meanMs: number
  /** Share of requests at or below each of `latencyBoundsMs`. */
  shares: number[]
}

/** A lognormal law by its mean and the standard deviation of its logarithm. */
export function lognormalLaw(meanMs: number, sigma: number): LatencyLaw {
  const mu = Math.log(meanMs) - (sigma * sigma) / 2
  return { meanMs, shares: latencyBoundsMs.map((bound) => normalShare((Math.log(bound) - mu) / sigma)) }
}

/**
 * The counter of one histogram bucket when `count` requests have ended: never falls with count or bound. `dither` in
 * [0, 1) is the series' own, so that rounding favours no bucket.
 */
export function bucketCount(law: LatencyLaw, boundIndex: number, count: number, dither: number): number {
  return count === 0 ? 0 : Math.min(count, Math.floor(count * (law.shares[boundIndex] ?? 1) + dither))
}

/** The standard normal distribution function (Abramowitz and Stegun 7.1.26, error below 1.5e-7). */
function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const tail =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x)
  return z > 0 ? 1 - tail / 2 : tail / 2
}
