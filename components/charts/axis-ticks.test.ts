import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeTicks, valueTicks } from './axis-ticks.ts'

describe('valueTicks', () => {
  it('reaches above every value and wastes at most half of the height', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (maximum) => {
        const [zero, middle, top] = valueTicks(maximum)
        expect(zero).toBe(0)
        expect(middle * 2).toBeCloseTo(top, 9)
        expect(top).toBeGreaterThanOrEqual(maximum * 0.999_999)
        expect(top).toBeLessThanOrEqual(maximum * 2)
      }),
    )
  })

  it('still has a scale where nothing happened', () => {
    expect(valueTicks(0)).toEqual([0, 0.5, 1])
    expect(valueTicks(Number.NaN)).toEqual([0, 0.5, 1])
  })
})

describe('timeTicks', () => {
  it('lies within the range, evenly spaced, no more than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e9, max: 2e9 }), fc.integer({ min: 60, max: 1e6 }), (from, length) => {
        const ticks = timeTicks(from, from + length, 6, 28_800)
        expect(ticks.length).toBeLessThanOrEqual(6)
        expect(ticks.every((t) => t >= from && t <= from + length)).toBe(true)
      }),
    )
  })

  it('falls on round hours of the viewer, not of Greenwich', () => {
    const ticks = timeTicks(1_700_000_000, 1_700_000_000 + 21_600, 7, 19_800)
    expect(ticks.every((t) => (t + 19_800) % 3600 === 0)).toBe(true)
  })
})
