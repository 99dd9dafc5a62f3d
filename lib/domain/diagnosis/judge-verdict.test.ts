import { describe, expect, it } from 'vitest'
import { judgeVerdict } from './judge-verdict.ts'
import type { RankedBlame } from './rank-suspects.ts'

function blamed(mass: number, kind: RankedBlame['kind'] = 'service'): RankedBlame {
  return { kind, service: `s${mass}`, mass, share: 0.5, path: [] }
}

const clear = { suspects: [blamed(1), blamed(0.3)], quietMass: () => 0.01, requests: 1000, isCarriedSurge: false }

describe('judgeVerdict', () => {
  it('is confident of a suspect that stands out from the second and from quiet days', () => {
    expect(judgeVerdict(clear)).toEqual({ confidence: 'confident', reason: 'clear' })
  })

  it.each([
    [{ suspects: [blamed(1), blamed(0.9)] }, 'close-second'],
    [{ suspects: [blamed(0.05)] }, 'weak'],
    [{ quietMass: () => 0.5 }, 'as-on-quiet-days'],
    [{ suspects: [blamed(1, 'unknown')] }, 'callees-unseen'],
    [{ isCarriedSurge: true }, 'load-carried'],
  ])('doubts %o', (change, reason) => {
    expect(judgeVerdict({ ...clear, ...change })).toEqual({ confidence: 'unsure', reason })
  })

  it.each([
    [{ suspects: [] }, 'nothing-changed'],
    [{ suspects: [blamed(0.001)] }, 'nothing-changed'],
    [{ requests: 29 }, 'not-enough-traffic'],
  ])('names nobody for %o', (change, reason) => {
    expect(judgeVerdict({ ...clear, ...change })).toEqual({ confidence: 'none', reason })
  })
})
