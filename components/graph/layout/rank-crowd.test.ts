import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rankCrowd } from './rank-crowd.ts'

const ids = Array.from({ length: 12 }, (_, index) => `n${String(index).padStart(2, '0')}`)
const pair = fc
  .tuple(fc.constantFrom(...ids), fc.constantFrom(...ids))
  .filter(([source, target]) => source !== target)
  .map(([source, target]) => ({ source, target }))

const rankIn = (ranks: string[][], id: string) => ranks.findIndex((rank) => rank.includes(id))

describe('rankCrowd', () => {
  test('callers stand left of what they call when nothing runs in circles', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 40 }), (pairs) => {
        const acyclic = pairs.filter(({ source, target }) => source < target)
        const ranks = rankCrowd(ids, acyclic)
        for (const { source, target } of acyclic) {
          expect(rankIn(ranks, source)).toBeLessThan(rankIn(ranks, target))
        }
      }),
    )
  })

  test('every node stands in exactly one rank, circles or not', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
        expect(rankCrowd(ids, pairs).flat().toSorted()).toEqual(ids)
      }),
    )
  })

  test('within a rank, those called by the same stand together', () => {
    const ranks = rankCrowd(
      ['a', 'b', 'p', 'q', 'r', 's'],
      [
        { source: 'a', target: 'r' },
        { source: 'b', target: 'p' },
        { source: 'a', target: 's' },
        { source: 'b', target: 'q' },
      ],
    )
    expect(ranks).toEqual([
      ['a', 'b'],
      ['r', 's', 'p', 'q'],
    ])
  })
})
