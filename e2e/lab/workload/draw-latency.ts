export interface Latency {
  meanMs: number
  /** Standard deviation of the logarithm. */
  sigma: number
}

/** A lognormal duration in milliseconds with the given mean. */
export function drawLatencyMs({ meanMs, sigma }: Latency, random: () => number): number {
  if (meanMs === 0) {
    return 0
  }
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.exp(Math.log(meanMs) - (sigma * sigma) / 2 + sigma * normal)
}
