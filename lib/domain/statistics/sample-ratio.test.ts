import { describe, expect, test } from 'vitest'
import { observedShares } from './observed-share.ts'
import { sampleRatio } from './sample-ratio.ts'

const split = (wanted: number[], seen: number[]) =>
  wanted.map((share, index) => ({ wanted: share, seen: seen[index] ?? 0 }))

describe('sampleRatio', () => {
  test('ten percent set and 9.4 % of 1204 seen agree', () => {
    const found = sampleRatio(split([90, 10], [1091, 113]))
    expect(found.verdict).toBe('consistent')
    // χ² = (1091 − 1083.6)²/1083.6 + (113 − 120.4)²/120.4 = 0.505353…
    expect(Math.abs((found.pValue ?? 0) - 0.4771576615927035)).toBeLessThan(1e-8)
  })

  test('χ² and p of a known case: 60 and 40 of a fair hundred, twentyfold', () => {
    // χ² = 80 at one degree.
    const found = sampleRatio(split([1, 1], [1200, 800]))
    expect(found.verdict).toBe('mismatch')
    expect(Math.abs((found.pValue ?? 1) / 3.744097384202895e-19 - 1)).toBeLessThan(1e-8)
  })

  test.each<[string, number[], number[], number | undefined, string]>([
    ['499 requests are too few', [1, 1], [0, 499], undefined, 'too-few'],
    ['500 are enough', [1, 1], [0, 500], undefined, 'mismatch'],
    ['just inside 0.0005', [1, 1], [2000 + 110, 2000 - 110], undefined, 'consistent'],
    ['just outside', [1, 1], [2000 + 111, 2000 - 111], undefined, 'mismatch'],
    ['a version set to nothing that gets something', [100, 0], [5000, 1], undefined, 'mismatch'],
    ['a version set to nothing that gets nothing', [100, 0], [5000, 0], undefined, 'consistent'],
    ['three versions as set', [70, 20, 10], [7010, 1990, 1000], 1.01, 'consistent'],
    ['retries hide first attempts', [1, 1], [5000, 1], 1.02, 'retries'],
    ['nothing set', [0, 0], [5000, 1], undefined, 'too-few'],
  ])('%s', (_, wanted, seen, attempts, verdict) => {
    expect(sampleRatio(split(wanted, seen), attempts).verdict).toBe(verdict)
  })
})

test('observed shares sum to one, each within its interval; without requests there are none', () => {
  const found = observedShares(
    new Map([
      ['v1', 1091],
      ['v2', 113],
      ['v3', 0],
    ]),
  )
  expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
  expect(found.every(({ share, low, high }) => low <= share && share <= high)).toBe(true)
  expect(found[1]).toMatchObject({ version: 'v2', requests: 113 })
  expect(observedShares(new Map([['v1', 0]]))).toEqual([])
})
