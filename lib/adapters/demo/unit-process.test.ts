import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventsUpTo } from './unit-process.ts'

describe('eventsUpTo', () => {
  it('never falls', () => {
    const x = fc.double({ min: 0, max: 5e7, noNaN: true })
    fc.assert(
      fc.property(fc.integer(), x, fc.double({ min: 0, max: 100, noNaN: true }), (key, from, step) => {
        expect(eventsUpTo(key, from + step)).toBeGreaterThanOrEqual(eventsUpTo(key, from))
      }),
      { numRuns: 2_000 },
    )
  })

  it('is a whole number, and 0 where nothing is expected', () => {
    expect(eventsUpTo(7, 0)).toBe(0)
    expect(eventsUpTo(7, -1)).toBe(0)
    expect(Number.isInteger(eventsUpTo(7, 1_234.5))).toBe(true)
  })

  it('varies over equal stretches as a Poisson process does', () => {
    const stretch = 40
    const counts = Array.from({ length: 4_000 }, (_, index) => {
      const from = 3_000_000 + index * stretch
      return eventsUpTo(42, from + stretch) - eventsUpTo(42, from)
    })
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length
    expect(mean / stretch).toBeCloseTo(1, 1)
    expect(variance / mean).toBeGreaterThan(0.9)
    expect(variance / mean).toBeLessThan(1.1)
  })

  it('spreads few events over many keys as expected', () => {
    const total = Array.from({ length: 5_000 }, (_, key) => eventsUpTo(key * 7_919, 0.3)).reduce((sum, n) => sum + n, 0)
    expect(total / 5_000).toBeGreaterThan(0.26)
    expect(total / 5_000).toBeLessThan(0.34)
  })
})
