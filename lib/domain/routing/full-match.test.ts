import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFullMatch } from './full-match.ts'

describe('isFullMatch', () => {
  it.each([
    ['v[0-9]+', 'v12', true],
    ['v[0-9]+', 'xv12', false],
    ['v[0-9]+', 'v12 ', false],
    ['', '', true],
    ['', 'a', false],
    ['a|ab', 'ab', true],
    ['(?i)Firefox.*', 'FIREFOX/120', true],
    ['(?i:a)b', 'Ab', true],
    ['(?i:a)b', 'AB', false],
    ['^(.*;\\s*)?user=test(;.*)?$', 'a=1; user=test; b=2', true],
    ['^(.*;\\s*)?user=test(;.*)?$', 'user=tester', false],
    ['/api/(?P<id>\\d{2,3})', '/api/123', true],
    ['/api/(?P<id>\\d{2,3})', '/api/1', false],
    ['a{2}', 'aa', true],
    ['a{,2}', 'a{,2}', true],
    ['[[:alpha:]_]+', 'ab_c', true],
    ['[^a-c]*', 'xyz', true],
    ['[]a]+', ']a', true],
    ['[a-]+', '-a-', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\pL+', 'äß', true],
    ['\\p{Greek}', 'λ', true],
    ['.', '\n', false],
    ['(?s).', '\n', true],
    ['.', '😀', true],
    ['\\bfoo\\b.*', 'foo bar', true],
    ['\\x41\\x{1F600}', 'A😀', true],
    ['(a*)*', 'aaa', true],
    ['(|a)+', 'aa', true],
  ])('%j on %j is %j, as in RE2', (pattern, text, expected) => {
    expect(isFullMatch(pattern, text)).toBe(expected)
  })

  it.each([
    '(',
    ')',
    '[',
    'a**',
    '*',
    '(?=a)',
    '(?!a)a',
    '(a)\\1',
    'a{2,1}',
    'a{1001}',
    '\\',
    '[b-a]',
    '[[:nope:]]',
    '(?P<n',
    '\\k',
  ])('matches nothing with %j, which RE2 refuses, and does not throw', (pattern) => {
    expect(isFullMatch(pattern, 'a')).toBe(false)
    expect(isFullMatch(pattern, '')).toBe(false)
  })

  it('never throws, whatever the pattern and text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (pattern, text) => {
        expect(typeof isFullMatch(pattern, text)).toBe('boolean')
      }),
    )
  })

  it('agrees with anchored JavaScript expressions on what both know', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '(a|b)',
      '(?:ab)?',
      'a*',
      'b+',
      '(a|ab)(c|bcd)?',
      'c{1,2}',
    )
    const patterns = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
    const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 }).map((chars) => chars.join(''))
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(isFullMatch(pattern, text)).toBe(new RegExp(`^(?:${pattern})$`).test(text))
      }),
      { numRuns: 1_000 },
    )
  })

  it('takes time in proportion on patterns that backtracking engines choke on', () => {
    expect(isFullMatch('(a+)+b', 'a'.repeat(5_000))).toBe(false)
    expect(isFullMatch('(a|a)*(a|a)*(a|a)*b', 'a'.repeat(5_000))).toBe(false)
  })

  it('matches nothing with patterns too large or too deep', () => {
    expect(isFullMatch('((a{1000}){1000}){1000}', 'a')).toBe(false)
    expect(isFullMatch('('.repeat(100_000) + ')'.repeat(100_000), '')).toBe(false)
  })
})
