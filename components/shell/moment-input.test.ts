import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { momentInput, momentOfInput } from './moment-input.ts'

describe('a moment in a date and time field', () => {
  it('reads back as it was written, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }), (moment) => {
        const back = momentOfInput(momentInput(moment), moment)
        // An hour that a zone has twice is read as one of the two.
        expect([0, 3600]).toContain(Math.abs((back ?? 0) - moment))
      }),
    )
  })

  it('is none when it cannot be read or is still to come', () => {
    expect(momentOfInput('', 2_000_000_000)).toBeUndefined()
    expect(momentOfInput('yesterday', 2_000_000_000)).toBeUndefined()
    expect(momentOfInput(momentInput(1_790_000_001), 1_790_000_000)).toBeUndefined()
  })
})
