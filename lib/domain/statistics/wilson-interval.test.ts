import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wilsonInterval } from './wilson-interval.ts'

/** Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3, to the four digits printed. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d of %d: %d to %d', (hits, trials, low, high) => {
  const found = wilsonInterval(hits, trials)
  expect(Math.abs((found?.low ?? 1) - low)).toBeLessThan(5.1e-5)
  expect(Math.abs((found?.high ?? 0) - high)).toBeLessThan(5.1e-5)
})

/** Its ends are where the score test just does not reject: |share − end| = z·√(end·(1 − end) ÷ trials). */
test('both ends lie z standard errors from the share, to 1e-8', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
      const hits = Math.round(trials * part)
      const found = wilsonInterval(hits, trials)
      for (const end of [found?.low ?? -1, found?.high ?? -1].filter((value) => value > 0 && value < 1)) {
        const reach = 1.959963984540054 * Math.sqrt((end * (1 - end)) / trials)
        expect(Math.abs(Math.abs(hits / trials - end) - reach)).toBeLessThan(1e-8)
      }
      expect(found?.low).toBeLessThanOrEqual(hits / trials)
      expect(found?.high).toBeGreaterThanOrEqual(hits / trials)
    }),
  )
})

test('more confidence is a wider interval, no trials are none', () => {
  expect(wilsonInterval(10, 100, 0.99)?.high).toBeGreaterThan(wilsonInterval(10, 100)?.high ?? 1)
  expect(wilsonInterval(0, 0)).toBeUndefined()
})
