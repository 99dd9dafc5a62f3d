/**
 * Shares of traffic by weight, summing to 1: weight ÷ sum of weights, absent is 0, and a lone destination takes all
 * whatever its weight. Undefined where Istio refuses the route: a weight below 0, or several that sum to 0
 * (measured on Istio 1.31; the sum need not be 100).
 */
export function routeShares(weights: readonly (number | undefined)[]): number[] | undefined {
  if (weights.some((weight) => weight !== undefined && !(weight >= 0))) {
    return undefined
  }
  if (weights.length === 1) {
    return [1]
  }
  const total = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0)
  return total > 0 ? weights.map((weight) => (weight ?? 0) / total) : undefined
}
