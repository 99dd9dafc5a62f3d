import { describe, expect, test } from 'vitest'
import { backOff } from './back-off.ts'

describe('the pause before a container is started again', () => {
  test('doubles from half a second to ten seconds', () => {
    const pause = backOff()
    expect([0, 0, 0, 0, 0, 0, 0].map((ranMs) => pause.ended(ranMs))).toEqual([
      500, 1000, 2000, 4000, 8000, 10_000, 10_000,
    ])
  })

  test('starts over once the container has run for a minute', () => {
    const pause = backOff()
    pause.ended(0)
    pause.ended(59_999)
    expect(pause.ended(60_000)).toBe(500)
    expect(pause.ended(0)).toBe(1000)
  })
})
