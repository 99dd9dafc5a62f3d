import { describe, expect, test } from 'vitest'
import { formatBracketMs, formatBytesRate, formatMs, formatRate, formatRatio, joined } from './format.ts'

describe('numbers on the page', () => {
  test.each([
    [formatRate(12.43), '12.4 rps'],
    [formatRate(0.4), '0.40 rps'],
    [formatRate(311.4), '311 rps'],
    [formatRate(1204), '1 204 rps'],
    [formatRate(999.7), '1 000 rps'],
    [formatRatio(0.0031), '0.31 %'],
    [formatRatio(0.18), '18.0 %'],
    [formatRatio(1), '100 %'],
    [formatMs(84), '84.0 ms'],
    [formatMs(1204), '1.20 s'],
    [formatBytesRate(3_400_000), '3.40 MB/s'],
    [formatBytesRate(999_600), '1.00 MB/s'],
    [formatBracketMs([250, 500]), '250–500 ms'],
    [formatBracketMs([500, 1000]), '0.5–1 s'],
    [formatBracketMs([3_600_000, 3_600_000]), '> 3600 s'],
  ])('%o reads %s', (quantity, text) => {
    expect(joined(quantity)).toBe(text)
  })

  test('zero is 0 with its unit, missing is a dash without one, and next to nothing is neither', () => {
    expect(joined(formatRate(0))).toBe('0 rps')
    expect(joined(formatRate(undefined))).toBe('–')
    expect(joined(formatRatio(undefined))).toBe('–')
    expect(joined(formatRate(0.0001))).toBe('< 0.001 rps')
  })
})
