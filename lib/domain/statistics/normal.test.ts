import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalQuantile, normalSurvival } from './normal.ts'

/** Quantiles of the standard normal distribution, as tables and R's `qnorm` give them. */
test.each([
  [0.5, 0],
  [0.9, 1.2815515655446004],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.99, 2.3263478740408408],
  [0.995, 2.5758293035489004],
  [0.9995, 3.2905267314918945],
  [0.3, -0.5244005127080407],
  [1e-6, -4.753424308822899],
  [1e-10, -6.361340902404056],
])('the quantile of %d is %d', (p, z) => {
  expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-8)
})

/** Upper tails (Abramowitz & Stegun, table 26.1; R's `pnorm`). */
test.each([
  [0, 0.5],
  [1, 0.15865525393145707],
  [2, 0.022750131948179212],
  [3, 0.0013498980316300957],
  [6, 9.865876450377014e-10],
  [-1, 0.8413447460685429],
])('above %d lies %d', (z, tail) => {
  expect(Math.abs(normalSurvival(z) / tail - 1)).toBeLessThan(1e-8)
})

test('quantile and tail are each other’s inverse', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
      expect(Math.abs(1 - normalSurvival(normalQuantile(p)) - p)).toBeLessThan(1e-10)
    }),
  )
})

test('the ends are infinite, beyond them is nothing', () => {
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
  expect(normalQuantile(1.1)).toBeNaN()
})
