import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantileBracket, sumBuckets } from './quantile-bracket.ts'

const open = Number.POSITIVE_INFINITY
const buckets = [
  { leMs: 5, perSecond: 0 },
  { leMs: 10, perSecond: 6 },
  { leMs: 25, perSecond: 9.5 },
  { leMs: open, perSecond: 10 },
]

describe('quantileBracket', () => {
  it.each([
    [0.5, [5, 10]],
    [0.6, [5, 10]],
    [0.61, [10, 25]],
    [0.95, [10, 25]],
    [0.99, [25, 25]],
    [0, [5, 10]],
  ])('puts quantile %s between the bounds of its bucket', (q, bracket) => {
    expect(quantileBracket(q, buckets)).toEqual(bracket)
  })

  it('knows nothing of no requests', () => {
    expect(quantileBracket(0.95, [])).toBeUndefined()
    expect(quantileBracket(0.95, [{ leMs: 5, perSecond: 0 }])).toBeUndefined()
  })

  it('holds the true quantile of any requests', () => {
    const bounds = [1, 5, 10, 50, 100]
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1 }), fc.constantFrom(0.5, 0.95), (ms, q) => {
        const sorted = ms.toSorted((a, b) => a - b)
        const truth = sorted[Math.max(0, Math.ceil(q * ms.length - 1e-9) - 1)] ?? 0
        const counted = bounds.map((leMs) => ({ leMs, perSecond: ms.filter((value) => value <= leMs).length }))
        const [lower, upper] = quantileBracket(q, counted) ?? [0, 0]
        expect(lower < truth && truth <= upper).toBe(true)
      }),
    )
  })
})

describe('sumBuckets', () => {
  it('adds equal bounds and keeps only those both have', () => {
    const other = [
      { leMs: 10, perSecond: 1 },
      { leMs: 20, perSecond: 2 },
      { leMs: open, perSecond: 4 },
    ]
    expect(sumBuckets(buckets, other)).toEqual([
      { leMs: 10, perSecond: 7 },
      { leMs: open, perSecond: 14 },
    ])
  })
})
