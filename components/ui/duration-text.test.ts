import { describe, expect, it } from 'vitest'
import { durationText } from './duration-text.ts'

describe('durationText', () => {
  it('uses the largest unit that divides the length', () => {
    expect(durationText(300, 'en')).toBe('5 min')
    expect(durationText(5400, 'en')).toBe('90 min')
    expect(durationText(7200, 'en')).toBe('2 hr')
    expect(durationText(86_400, 'en')).toBe('1 day')
    expect(durationText(90, 'en')).toBe('90 sec')
  })

  it('speaks Chinese, with a space between the number and its unit', () => {
    expect(durationText(300, 'zh')).toBe('5 分钟')
  })
})
