import { describe, expect, it } from 'vitest'
import en from '../../i18n/messages/en/flags.json' with { type: 'json' }
import zh from '../../i18n/messages/zh/flags.json' with { type: 'json' }
import { responseFlags } from './response-flags.ts'

describe('responseFlags', () => {
  it.each([
    ['English', en],
    ['Chinese', zh],
  ])('have a short and a long meaning in %s, and words for unknown ones', (_, messages) => {
    expect(Object.keys(messages).sort()).toEqual([...responseFlags, 'unknown'].sort())
    expect(Object.values(messages).every(({ short, text }) => short.length > 1 && text.length > short.length)).toBe(
      true,
    )
  })
})
