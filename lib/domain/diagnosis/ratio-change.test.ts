import { describe, expect, it } from 'vitest'
import { flaggedRatio, isFirstCalled, ratioChange } from './ratio-change.ts'

const before = Array.from({ length: 20 }, (_, index) => index)
const after = Array.from({ length: 10 }, (_, index) => 20 + index)
const split = { baseline: before, recent: [], incident: after }
const rates = (perSecond: number) => Array.from({ length: 30 }, () => perSecond)
const shares = (usual: number, now: (bucket: number) => number) => [
  ...before.map(() => usual),
  ...after.map((bucket) => now(bucket)),
]

describe('ratioChange', () => {
  it('is sure of one percent more failures where there are requests enough, and not where there are few', () => {
    expect(
      ratioChange(
        shares(0, () => 0.01),
        rates(100),
        split,
        60,
      )?.z,
    ).toBeGreaterThan(10)
    expect(
      ratioChange(
        shares(0, () => 0.01),
        rates(0.05),
        split,
        60,
      )?.z,
    ).toBeLessThan(2)
  })

  it('takes one bad bucket for a blip, however bad', () => {
    const blip = ratioChange(
      shares(0, (bucket) => (bucket === 25 ? 0.5 : 0)),
      rates(100),
      split,
      60,
    )
    expect(blip?.now).toBeCloseTo(0.05)
    expect(blip?.z).toBeLessThan(1.5)
  })

  it('weighs buckets by their requests', () => {
    const busy = [...rates(1).slice(0, 29), 99]
    const change = ratioChange(
      shares(0, (bucket) => (bucket === 29 ? 0 : 1)),
      busy,
      split,
      60,
    )
    expect(change?.now).toBeCloseTo(9 / 108)
  })

  it('says nothing where nobody asked, and knows what was first called in the incident', () => {
    expect(ratioChange(rates(0.5), rates(0), split, 60)).toBeUndefined()
    const fresh = ratioChange(
      shares(0, () => 1),
      [...before.map(() => 0), ...after.map(() => 1)],
      split,
      60,
    )
    expect(isFirstCalled(fresh)).toBe(true)
  })
})

describe('flaggedRatio', () => {
  it('reads a moment without the flag as none of it', () => {
    const flagged = [...before.map(() => null), ...after.map(() => 5)]
    expect(flaggedRatio(flagged, rates(10), split, 60)).toMatchObject({ before: 0, now: 0.5 })
  })
})
