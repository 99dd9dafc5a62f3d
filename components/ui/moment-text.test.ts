import { describe, expect, it } from 'vitest'
import { momentText } from './moment-text.ts'

const noon = Date.UTC(2026, 5, 15, 12, 0, 0) / 1000

describe('momentText', () => {
  it('is a clock time on the same day', () => {
    expect(momentText(noon, noon + 60, 'en')).not.toMatch(/Jun/)
  })

  it('carries its day when that is not today', () => {
    expect(momentText(noon - 3 * 86_400, noon, 'en')).toMatch(/Jun 1[12]/)
    expect(momentText(noon - 3 * 86_400, noon, 'zh')).toMatch(/6月1[12]日/)
  })
})
