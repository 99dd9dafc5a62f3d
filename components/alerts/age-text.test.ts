import { describe, expect, it } from 'vitest'
import { ageText } from './age-text.ts'

describe('ageText', () => {
  it.each([
    [0, '0 min'],
    [59, '0 min'],
    [12 * 60 + 59, '12 min'],
    [3600, '1 hr'],
    [3 * 3600 + 12 * 60, '3 hr 12 min'],
    [2 * 86_400 + 3600, '2 days 1 hr'],
    [86_400 + 59 * 60, '1 day'],
    [-5, '0 min'],
  ])('says %i seconds as %s', (seconds, text) => {
    expect(ageText(seconds, 'en')).toBe(text)
  })
})
