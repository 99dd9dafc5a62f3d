/** Cumulative requests per second up to and including `leMs`; `Infinity` is the open last bucket. */
export interface Bucket {
  leMs: number
  perSecond: number
}

/**
 * The histogram bucket that holds the `q`th part of all requests, as [lower, upper] in ms: what a histogram knows, with
 * no interpolation. Buckets are cumulative and ascending; a dip between them (rates of different samples) is levelled.
 * The open last bucket gives its lower bound twice. Undefined where nothing was counted.
 */
export function quantileBracket(q: number, buckets: readonly Bucket[]): [number, number] | undefined {
  const total = buckets.reduce((most, bucket) => Math.max(most, bucket.perSecond), 0)
  if (!(total > 0)) {
    return undefined
  }
  // The last digits of summed rates differ by the order of summing; a rank must not fall past its bucket by that.
  const rank = q * total * (1 - 1e-9)
  let lowerMs = 0
  for (const { leMs, perSecond } of buckets) {
    if (perSecond >= rank && perSecond > 0) {
      return [lowerMs, leMs === Number.POSITIVE_INFINITY ? lowerMs : leMs]
    }
    lowerMs = leMs
  }
  return undefined
}

/**
 * Adds histograms. Proxies may have different bounds; the sum keeps only those all of them have, because a bracket over
 * a bound one of them lacks would claim to know what that one did not count.
 */
export function sumBuckets(a: readonly Bucket[], b: readonly Bucket[]): Bucket[] {
  const sum: Bucket[] = []
  let other = 0
  for (const { leMs, perSecond } of a) {
    while (other < b.length && (b[other]?.leMs ?? 0) < leMs) {
      other += 1
    }
    const match = b[other]
    if (match !== undefined && match.leMs === leMs) {
      sum.push({ leMs, perSecond: perSecond + match.perSecond })
    }
  }
  return sum
}
