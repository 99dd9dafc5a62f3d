import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundPoints } from './bound-points.ts'
import { lowKey, valueKey } from './chart-series.ts'

const value = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: null })
const history = fc.array(value, { minLength: 1, maxLength: 900 })

function line(points: (number | null)[]) {
  return { key: 'a', label: 'a', color: 'red', points }
}

function bound(points: (number | null)[], maxRows: number) {
  return boundPoints(
    points.map((_, index) => index * 15),
    [line(points)],
    maxRows,
  )
}

describe('boundPoints', () => {
  it('keeps the highest and the lowest measured value', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 4, max: 400 }), (points, maxRows) => {
        const before = points.filter((point) => point !== null)
        const after = bound(points, maxRows)
          .map((row) => row[valueKey('a')] ?? null)
          .filter((point) => point !== null)
        expect(after.length > 0).toBe(before.length > 0)
        if (before.length > 0) {
          expect(Math.max(...after)).toBe(Math.max(...before))
          expect(Math.min(...after)).toBe(Math.min(...before))
        }
      }),
    )
  })

  it('never yields more rows than asked for, in ascending time', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 4, max: 400 }), (points, maxRows) => {
        const times = bound(points, maxRows).map((row) => row.t)
        expect(times.length).toBeLessThanOrEqual(maxRows)
        expect(times).toEqual([...times].sort((a, b) => a - b))
      }),
    )
  })

  it('leaves a short history as it is, gaps included', () => {
    expect(bound([1, null, 0], 10)).toEqual([
      { t: 0, [valueKey('a')]: 1 },
      { t: 15, [valueKey('a')]: null },
      { t: 30, [valueKey('a')]: 0 },
    ])
  })

  it.each(['t', '__proto__', 'constructor', '', 't low'])(
    'keeps time and values apart where a line is called %j',
    (key) => {
      const series = { key, label: key, color: 'red', points: [7], lows: [3] }
      const [row] = boundPoints([60], [series, { ...series, key: `${key} low`, points: [8], lows: [4] }], 10)
      expect(row?.t).toBe(60)
      expect(row?.[valueKey(key)]).toBe(7)
      expect(row?.[lowKey(key)]).toBe(3)
    },
  )

  it('keeps a stretch without values a gap', () => {
    const points = [...Array(50).fill(1), ...Array(100).fill(null), ...Array(50).fill(2)]
    expect(bound(points, 20).some((row) => row[valueKey('a')] === null)).toBe(true)
  })
})
