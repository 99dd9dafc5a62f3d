import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesWildcard } from './wildcard.ts'

describe('a pattern with *', () => {
  it('matches what the same regular expression matches', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        const expression = pattern
          .split('*')
          .map((part) => part.replaceAll('.', '\\.'))
          .join('.*')
        expect(matchesWildcard(pattern, name)).toBe(new RegExp(`^${expression}$`).test(name))
      }),
      { numRuns: 2000 },
    )
  })

  it('is tried in no time, however many * it has', () => {
    expect(matchesWildcard(`${'a*'.repeat(120)}b`, 'a'.repeat(5000))).toBe(false)
  })
})
