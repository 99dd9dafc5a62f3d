import { describe, expect, test } from 'vitest'
import { fitText } from './fit-text.ts'

const measure = (text: string) => [...text].length

describe('fitText', () => {
  test('leaves what fits alone', () => {
    expect(fitText('payments', 8, measure)).toBe('payments')
  })

  test('keeps the start and the end of a name that does not fit', () => {
    expect(fitText('recommendation-engine-v2', 14, measure)).toBe('recommen…ne-v2')
  })

  test.each([1, 2, 3, 5, 9])('never gets wider than %i', (width) => {
    expect(measure(fitText('recommendation-engine-v2', width, measure))).toBeLessThanOrEqual(width)
  })

  test('counts characters, not halves of them', () => {
    expect(fitText('𝒶𝒷𝒸𝒹ℯ𝒻ℊ𝒽', 4, measure)).toBe('𝒶…ℊ𝒽')
  })
})
