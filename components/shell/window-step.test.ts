import { describe, expect, it } from 'vitest'
import { stepBack, stepForward } from './window-step.ts'

const live = { type: 'workload', window: 300 } as const

describe('stepping the window', () => {
  it('goes back from now by one window, and from a moment by one more', () => {
    expect(stepBack(live, 10_000.7)).toBe(9_700)
    expect(stepBack({ ...live, at: 9_700 }, 10_000)).toBe(9_400)
  })

  it('returns to live instead of passing now', () => {
    expect(stepForward({ ...live, at: 9_400 }, 10_000)).toBe(9_700)
    expect(stepForward({ ...live, at: 9_700 }, 10_000)).toBeUndefined()
    expect(stepForward(live, 10_000)).toBeUndefined()
  })
})
