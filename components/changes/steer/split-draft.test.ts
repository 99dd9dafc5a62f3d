import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gainers, movedWeights, routeSplit, withPercent } from './split-draft.ts'

const host = 'payments.pay.svc.cluster.local'
const versions = [
  { version: 'v1', readyPods: 6 },
  { version: 'v2', readyPods: 2 },
]
const subset = (version: string, share: number) => ({ host, subset: version, version, share })

describe('how a route divides its requests', () => {
  test('versions have what their destinations have, and those without one nothing', () => {
    const split = routeSplit({ host, versions }, { shares: [subset('v1', 1)] })
    expect(split.percents).toEqual(
      new Map([
        ['v1', 100],
        ['v2', 0],
      ]),
    )
    expect(split).toMatchObject({ togetherPercent: 100, isByPods: false, others: [] })
  })

  test('weights of 1 and 2 are percents without noise', () => {
    const split = routeSplit({ host, versions }, { shares: [subset('v1', 1 / 3), subset('v2', 2 / 3)] })
    expect([...split.percents.values()]).toEqual([33.3333, 66.6667])
    expect(split.togetherPercent).toBe(100)
  })

  test('a destination of the whole service is shared by ready pods', () => {
    const split = routeSplit({ host, versions }, { shares: [{ host, share: 1 }] })
    expect(split.percents).toEqual(
      new Map([
        ['v1', 75],
        ['v2', 25],
      ]),
    )
    expect(split.isByPods).toBe(true)
  })

  test('what leads elsewhere is nobody’s to move', () => {
    const stranger = { host: 'ledger.pay.svc.cluster.local', share: 0.2 }
    const split = routeSplit({ host, versions }, { shares: [subset('v1', 0.8), stranger] })
    expect(split.togetherPercent).toBe(80)
    expect(split.others).toEqual([stranger])
  })
})

describe('moving a share', () => {
  const percentsOf = (values: readonly number[]) => new Map(values.map((value, index) => [`v${index}`, value]))
  const draft = fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 6 })
    .filter((values) => values.some((value) => value > 0))
    .map((values) => {
      const total = values.reduce((sum, value) => sum + value, 0)
      return percentsOf(values.map((value) => (value * 100) / total))
    })

  test('gives the version what was asked and keeps what they have together', () => {
    fc.assert(
      fc.property(draft, fc.double({ min: -10, max: 120, noNaN: true }), (set, percent) => {
        const moved = withPercent({ togetherPercent: 100, percents: set }, set, 'v1', percent)
        expect(moved.get('v1')).toBeCloseTo(Math.min(100, Math.max(0, percent)), 3)
        expect([...moved.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 2)
        expect([...moved.values()].every((value) => value >= 0)).toBe(true)
      }),
    )
  })

  test('gives back to those that were set to have it, once all is taken from everybody', () => {
    const set = percentsOf([0, 100, 0])
    const all = withPercent({ togetherPercent: 100, percents: set }, set, 'v0', 100)
    expect(withPercent({ togetherPercent: 100, percents: set }, all, 'v0', 40)).toEqual(percentsOf([40, 60, 0]))
  })

  test('names only the versions that move, unless the route does not tell them apart', () => {
    const split = routeSplit({ host, versions }, { shares: [subset('v1', 0.9), subset('v2', 0.1)] })
    expect(movedWeights(split, split.percents)).toBeUndefined()
    expect(
      movedWeights(
        split,
        new Map([
          ['v1', 50],
          ['v2', 50],
        ]),
      ),
    ).toEqual({ v1: 50, v2: 50 })
    const byPods = {
      ...split,
      isByPods: true,
      percents: new Map([
        ['v1', 75],
        ['v2', 25],
        ['v3', 0],
      ]),
    }
    const draftOfAll = new Map([
      ['v1', 70],
      ['v2', 30],
      ['v3', 0],
    ])
    expect(movedWeights(byPods, draftOfAll)).toEqual({ v1: 70, v2: 30, v3: 0 })
  })

  test('tells who gains, the most first', () => {
    const before = new Map([
      ['v1', 90],
      ['v2', 5],
      ['v3', 5],
    ])
    const after = new Map([
      ['v1', 60],
      ['v2', 10],
      ['v3', 30],
    ])
    expect(gainers(before, after)).toEqual([
      { version: 'v3', percent: 30 },
      { version: 'v2', percent: 10 },
    ])
  })
})
