import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liveMoment, momentOf } from './live-moment.ts'

describe('liveMoment', () => {
  it('is the same within five seconds and the next one after', () => {
    expect([1_790_000_000, 1_790_000_004.9, 1_790_000_005].map(liveMoment)).toEqual([
      1_790_000_000, 1_790_000_000, 1_790_000_005,
    ])
  })

  it('is a whole second, never ahead and never five seconds old', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4e9, noNaN: true }), (now) => {
        const moment = liveMoment(now)
        expect(Number.isInteger(moment)).toBe(true)
        expect(moment <= now && now < moment + 5).toBe(true)
      }),
    )
  })
})

describe('momentOf', () => {
  it('is the moment asked for, unless that lies in the future', () => {
    expect(momentOf(1_790_000_003, 1_790_000_100)).toBe(1_790_000_003)
    expect(momentOf(undefined, 1_790_000_003)).toBe(1_790_000_000)
    expect(momentOf(1_790_000_050, 1_790_000_000)).toBe(1_790_000_050)
    expect(() => momentOf(4_102_444_800, 1_790_000_000)).toThrow('invalid')
  })
})
