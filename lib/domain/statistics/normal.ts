import { upperGammaRatio } from './gamma.ts'

/** P(Z > z) of the standard normal distribution, exact in the far tail too. */
export function normalSurvival(z: number): number {
  const tail = upperGammaRatio(0.5, (z * z) / 2) / 2
  return z >= 0 ? tail : 1 - tail
}

/**
 * The z with P(Z ≤ z) = p, for p in (0, 1); infinite at its ends. A rational first guess (Abramowitz & Stegun 26.2.23)
 * and Halley's steps on the tail itself until they no longer move it.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) {
    return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN
  }
  return p <= 0.5 ? -tailQuantile(p) : tailQuantile(1 - p)
}

/** The z with P(Z > z) = tail, for tail in (0, ½]. */
function tailQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail))
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  for (let step = 0; step < 6; step++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
    const error = (normalSurvival(z) - tail) / density
    z += error / (1 - (z * error) / 2)
  }
  return z
}
