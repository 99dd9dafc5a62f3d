import { describe, expect, it } from 'vitest'
import { robustChange } from './robust-change.ts'

const split = { baseline: [0, 1, 2, 3, 4, 5, 6, 7], recent: [5, 6, 7], incident: [8, 9, 10, 11] }
const floor = () => 1
const steady = [10, 11, 10, 9, 10, 11, 9, 10]

describe('robustChange', () => {
  it('tells a step in spreads of the baseline', () => {
    const change = robustChange([...steady, 30, 31, 30, 29], split, floor)
    expect(change).toMatchObject({ before: 10, now: 30 })
    expect(change?.z).toBeGreaterThan(10)
  })

  it('is not moved by one outlier on either side', () => {
    const change = robustChange([10, 11, 10, 900, 10, 11, 9, 10, 10, 800, 10, 11], split, floor)
    expect(Math.abs(change?.z ?? 99)).toBeLessThan(1)
  })

  it('does not count as begun what was so already just before', () => {
    const change = robustChange([10, 11, 10, 9, 10, 30, 31, 30, 30, 31, 30, 29], split, floor)
    expect(change?.z).toBeCloseTo(0, 0)
  })

  it('says nothing where a side has no data: missing is not zero', () => {
    expect(robustChange([...steady, null, null, null, null], split, floor)).toBeUndefined()
    expect(robustChange([null, null, null, null, null, null, 1, 1, 5, 5, 5, 5], split, floor)).toBeUndefined()
  })

  it('keeps a flat baseline from making every move infinite', () => {
    const change = robustChange([5, 5, 5, 5, 5, 5, 5, 5, 5.5, 5.5, 5.5, 5.5], split, floor)
    expect(change?.z).toBeCloseTo(0.5)
  })
})
