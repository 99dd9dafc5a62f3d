import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { largestRemainder, splitWeights } from './split-weights.ts'

const shares = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 })
  .filter((list) => list.some((share) => share > 0))

describe('largestRemainder', () => {
  test('sums to the total, each part less than one from its exact share, nothing to those who get nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), shares, (total, asked) => {
        const sum = asked.reduce((all, share) => all + share, 0)
        const parts = largestRemainder(total, asked)
        expect(parts.reduce((all, part) => all + part, 0)).toBe(total)
        for (const [index, share] of asked.entries()) {
          expect(Math.abs((parts[index] ?? 0) - (total * share) / sum)).toBeLessThan(1)
          expect(share === 0 && (parts[index] ?? 0) > 0).toBe(false)
        }
      }),
    )
  })

  test('serves the earlier of equal remainders first', () => {
    expect(largestRemainder(100, [1, 1, 1])).toEqual([34, 33, 33])
  })
})

describe('splitWeights', () => {
  test.each([
    [100, [80, 20], 1, [80, 20]],
    [4, [50, 50], 1, [2, 2]],
    [100, [99.9, 0.1], 10, [999, 1]],
    [100, [99.99, 0.01], 100, [9999, 1]],
    [100, [99.999, 0.001], 1000, [99_999, 1]],
    [1, [50, 50], 10, [5, 5]],
    [3, [50, 50], 10, [15, 15]],
    [7, [0, 100], 1, [0, 7]],
    // 33/100 misses a third by 1 % of itself, 333/1000 by 0.1 %.
    [100, [1, 1, 1], 10, [334, 333, 333]],
  ])('of %j together %j becomes ×%j %j', (together, asked, scale, weights) => {
    expect(splitWeights(together, asked)).toMatchObject({ scale, weights })
  })

  test('never misses a share by more than 0.5 % of itself where one of the scales could avoid it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), shares, (together, asked) => {
        const found = splitWeights(together, asked)
        const best = Math.min(
          ...[1, 10, 100, 1000].map((scale) => missOf(largestRemainder(together * scale, asked), asked)),
        )
        expect(found.worstMiss <= 0.005 || found.worstMiss === best).toBe(true)
        expect(found.weights.reduce((all, weight) => all + weight, 0)).toBe(together * found.scale)
      }),
    )
  })
})

function missOf(weights: readonly number[], asked: readonly number[]): number {
  const [got, sum] = [weights, asked].map((list) => list.reduce((all, one) => all + one, 0))
  return Math.max(
    ...asked
      .map((share, index) => ({ wanted: share / (sum ?? 1), has: (weights[index] ?? 0) / (got ?? 1) }))
      .filter(({ wanted }) => wanted > 0)
      .map(({ wanted, has }) => Math.abs(has - wanted) / wanted),
  )
}
