import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { largest, median, quantile } from './statistics.ts'

const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 })

describe('statistics', () => {
  test('a quantile is a value that was measured, and enough values do not exceed it', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const found = quantile(values, share) ?? Number.NaN
        expect(values).toContain(found)
        expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * values.length)
      }),
    )
  })

  test('at most half of the values lie below the median and at most half above', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const middle = median(values) ?? Number.NaN
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2)
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2)
      }),
      { examples: [[[3]], [[1, 2]]] },
    )
  })

  test('p99 of two hundred leaves out the two largest', () => {
    expect(
      quantile(
        Array.from({ length: 200 }, (_, index) => index + 1),
        0.99,
      ),
    ).toBe(198)
  })

  test('the median of an even number is between the two in the middle, and the largest is the largest', () => {
    expect(median([9, 1, 3, 4])).toBe(3.5)
    expect(largest([2, 9, 4])).toBe(9)
  })

  test('nothing measured is no number', () => {
    expect([quantile([], 0.5), median([]), largest([])]).toEqual([undefined, undefined, undefined])
  })
})
