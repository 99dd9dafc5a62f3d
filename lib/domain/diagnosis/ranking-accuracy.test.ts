import { describe, expect, it } from 'vitest'
import { accuracyOf, placingOf } from './ranking-accuracy.ts'

const ranking = [
  { service: 'a', score: 3 },
  { service: 'b', score: 1 },
  { service: 'c', score: 1 },
  { service: 'd', score: 0 },
]

describe('placingOf', () => {
  it('takes the best of the services that count as right', () => {
    expect(placingOf(ranking, { service: 'd' })).toEqual({ before: 3, tied: 1 })
    expect(placingOf(ranking, { service: 'd', accept: ['d', 'b'] })).toEqual({ before: 1, tied: 2 })
    expect(placingOf(ranking, { service: 'elsewhere' })).toBeUndefined()
  })
})

describe('accuracyOf', () => {
  it('shares credit among ties, and gives none for what was not ranked', () => {
    const half = accuracyOf([{ before: 0, tied: 2 }])
    expect(half).toMatchObject({ ac1: 0.5, ac3: 1, ac5: 1 })
    expect(half.avg5).toBeCloseTo(0.9)
    expect(accuracyOf([{ before: 0, tied: 1 }, undefined])).toMatchObject({ ac1: 0.5, ac5: 0.5 })
  })
})
