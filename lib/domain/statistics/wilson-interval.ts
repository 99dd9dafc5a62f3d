import { normalQuantile } from './normal.ts'

/** A share and where the true one lies with the confidence asked for; all within 0 and 1. */
export interface Interval {
  low: number
  high: number
}

/**
 * Wilson's score interval of a share of which `hits` of `trials` were seen (Wilson 1927; Newcombe 1998, method 3);
 * undefined without trials.
 */
export function wilsonInterval(hits: number, trials: number, confidence = 0.95): Interval | undefined {
  if (!(trials > 0)) {
    return undefined
  }
  const z = normalQuantile(1 - (1 - confidence) / 2)
  const share = hits / trials
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  const middle = share + (z * z) / (2 * trials)
  const whole = 1 + (z * z) / trials
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - spread) / whole),
    high: hits === trials ? 1 : Math.min(1, (middle + spread) / whole),
  }
}
