import { describe, expect, test } from 'vitest'
import { figureLine, isKept } from './figure.ts'

describe('a figure', () => {
  test('keeps its target up to and including the target itself', () => {
    expect([199, 200, 201].map((value) => isKept({ what: 'block', value, unit: 'ms', atMost: 200 }))).toEqual([
      true,
      true,
      false,
    ])
  })

  test('that could not be measured misses its target and is not written as zero', () => {
    const unmeasured = { what: 'block', value: undefined, unit: 'ms', atMost: 200 } as const
    expect(isKept(unmeasured)).toBe(false)
    expect(figureLine('graph-page', unmeasured)).toMatch(/block +– +target ≤ 200 ms +MISSED$/)
  })

  test('is one line with target, verdict and the peer beside it', () => {
    expect(figureLine('graph-server', { what: 'queries', value: 3, unit: '', atMost: 4, peer: '120' })).toMatch(
      /^graph-server +queries +3 +target ≤ 4 +kept +Kiali 120$/,
    )
  })
})
