/** A seeded source of randomness: the same seed gives the same incident everywhere. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  between(low: number, high: number): number
  whole(low: number, high: number): number
  pick<T>(items: readonly T[]): T
  normal(): number
  /** Near-Poisson: exact for few, normal for many. */
  count(mean: number): number
}

export function seededRandom(seed: number): Random {
  let state = (seed * 2654435761) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const between = (low: number, high: number) => low + (high - low) * next()
  return {
    next,
    between,
    normal,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    pick(items) {
      const found = items[Math.floor(next() * items.length)]
      if (found === undefined) {
        throw new Error('nothing to pick from')
      }
      return found
    },
    count(mean) {
      if (mean > 50) {
        return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
      }
      let [product, count] = [next(), 0]
      const limit = Math.exp(-mean)
      while (product > limit) {
        product *= next()
        count += 1
      }
      return count
    },
  }
}
