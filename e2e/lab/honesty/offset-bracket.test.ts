import { describe, expect, it } from 'vitest'
import { offsetBracket } from './offset-bracket.ts'
import { lagMs, observation, requests, steadyTraffic } from './simulated-proxy.ts'

describe('offsetBracket', () => {
  it.each([1, 5, 20, 80, 300])('always holds the true offset, at %i requests a second', (perSecond) => {
    const traffic = { requests: steadyTraffic(perSecond, 30_000), offset: 40 }
    for (let fromMs = 0; fromMs < 25_000; fromMs += 1_111) {
      const { low, high } = offsetBracket(observation(fromMs, fromMs + 3_000, traffic), requests, lagMs)
      expect(low).toBeLessThanOrEqual(40)
      expect(high).toBeGreaterThanOrEqual(40)
    }
  })

  it('is exact on a quiet proxy', () => {
    const traffic = { requests: steadyTraffic(50, 5_000), offset: 40 }
    expect(offsetBracket(observation(6_000, 9_000, traffic), requests, lagMs)).toEqual({ low: 40, high: 40 })
  })

  it('is narrower than what comes in during the lag', () => {
    const traffic = { requests: steadyTraffic(20, 30_000) }
    const { low, high } = offsetBracket(observation(10_000, 13_000, traffic), requests, lagMs)
    expect(high - low).toBeLessThan(20 * 0.8)
  })

  it('says nothing from below when nothing was read late enough', () => {
    const traffic = { requests: steadyTraffic(20, 5_000) }
    expect(offsetBracket(observation(1_000, 1_300, traffic), requests, lagMs).low).toBe(Number.NEGATIVE_INFINITY)
  })
})
