/** Weights that come near enough to the shares asked for, and what every weight of the route must be multiplied by. */
export interface SplitWeights {
  /** 1, 10, 100 or 1000. */
  scale: number
  /** In the order of the shares; they sum to `together` × `scale`. */
  weights: number[]
  /** The largest miss of a share, as a part of that share. */
  worstMiss: number
}

const scales = [1, 10, 100, 1_000]
const allowedMiss = 0.005

/**
 * Divides the weight that some destinations have together by the shares asked for (any unit, summing above 0), by largest
 * remainder. Where that misses a share by more than 0.5 % of itself the weights of the whole route are multiplied by the
 * smallest of 10, 100 and 1000 that does not, so that nobody else's share changes; where none suffices, by the best.
 */
export function splitWeights(together: number, shares: readonly number[]): SplitWeights {
  const tries = scales.map((scale) => {
    const weights = largestRemainder(together * scale, shares)
    return { scale, weights, worstMiss: worstMiss(weights, shares) }
  })
  const enough = tries.find((found) => found.worstMiss <= allowedMiss)
  return enough ?? tries.reduce((best, found) => (found.worstMiss < best.worstMiss ? found : best))
}

/**
 * Whether weights are what `splitWeights` made of smaller ones for the very shares asked for, `others` of the route being
 * multiplied with them: asked again, they stay, also where no scale came near enough.
 */
export function isSettled(weights: readonly number[], others: readonly number[], shares: readonly number[]): boolean {
  const together = weights.reduce((sum, weight) => sum + weight, 0)
  return scales.slice(1).some((scale) => {
    const isMultiplied = [together, ...others].every((weight) => weight % scale === 0)
    const made = isMultiplied ? splitWeights(together / scale, shares) : undefined
    return made?.scale === scale && made.weights.every((weight, index) => weight === weights[index])
  })
}

/**
 * Whole numbers that sum to `total` and are as near to the shares as whole numbers can be (Hamilton's method); of equal
 * remainders the earlier is served first. All zero where the shares are.
 */
export function largestRemainder(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((all, share) => all + share, 0)
  if (sum <= 0) {
    return shares.map(() => 0)
  }
  const exact = shares.map((share) => (total * share) / sum)
  const whole = exact.map((value) => Math.floor(value + 1e-9))
  const missing = total - whole.reduce((all, value) => all + value, 0)
  const served = exact
    .map((value, index) => ({ index, remainder: value - (whole[index] ?? 0) }))
    .filter(({ index }) => (shares[index] ?? 0) > 0)
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, Math.max(0, Math.round(missing)))
  const extra = new Set(served.map(({ index }) => index))
  return whole.map((value, index) => value + (extra.has(index) ? 1 : 0))
}

function worstMiss(weights: readonly number[], shares: readonly number[]): number {
  const got = weights.reduce((all, weight) => all + weight, 0)
  const sum = shares.reduce((all, share) => all + share, 0)
  return Math.max(
    0,
    ...shares.flatMap((share, index) => {
      const wanted = share / sum
      return wanted === 0 ? [] : [Math.abs((weights[index] ?? 0) / got - wanted) / wanted]
    }),
  )
}
