import { describe, expect, it } from 'vitest'
import { flagMeaning } from './flag-words.ts'

const words = Object.assign((key: string) => `meaning of ${key}`, { has: (key: string) => key === 'UO.short' })

describe('flagMeaning', () => {
  it('tells the short meaning of a described flag', () => {
    expect(flagMeaning(words, 'UO')).toBe('meaning of UO.short')
  })

  it('tells nothing of a flag nobody has described', () => {
    expect(flagMeaning(words, 'XYZ')).toBeUndefined()
  })
})
