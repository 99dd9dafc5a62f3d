import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { card } from '../layout/graph-layout.ts'
import { curvesOf, edgePath, loopPath, pointAlong } from './edge-path.ts'

const half = card.width / 2
const place = fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) })

describe('edgePath', () => {
  test('runs from the right side of the source to the left side of the target', () => {
    const path = edgePath({ x: 0, y: 0 }, { x: 400, y: 100 })
    expect(path.start).toEqual({ x: half, y: 0 })
    expect(path.end).toEqual({ x: 400 - half, y: 100 })
    expect(pointAlong(path, 0.5)).toEqual({ x: 200, y: 50 })
  })

  test('leaves and arrives flat, so that arrows point along the reading', () => {
    const { start, end, controls } = edgePath({ x: 0, y: 0 }, { x: 400, y: 100 })
    expect(controls[0]?.y).toBe(start.y)
    expect(controls.at(-1)?.y).toBe(end.y)
  })

  test('passes through its lanes at their height', () => {
    const lane = [
      { x: 300, y: -80 },
      { x: 460, y: -80 },
    ]
    const path = edgePath({ x: 0, y: 0 }, { x: 800, y: 0 }, lane)
    const heights = Array.from({ length: 101 }, (_, index) => pointAlong(path, index / 100))
    for (const { y } of heights.filter(({ x }) => x >= 310 && x <= 450)) {
      expect(y).toBeCloseTo(-80, 0)
    }
  })

  test('between cards of one column it swings out on the right of both', () => {
    const path = edgePath({ x: 0, y: 0 }, { x: 10, y: 300 })
    expect(pointAlong(path, 0.5).x).toBeGreaterThan(10 + half)
    expect(path.end.x).toBe(10 + half)
  })

  test('its curves follow each other from start to end, whatever its lanes', () => {
    fc.assert(
      fc.property(place, place, fc.array(place, { maxLength: 4 }), (source, target, bends) => {
        const path = edgePath(source, target, bends)
        expect(curvesOf(path).at(-1)?.to).toEqual(path.end)
        expect(pointAlong(path, 0)).toEqual(path.start)
      }),
    )
  })

  test('a call to itself leaves its card and comes back to it', () => {
    const { start, end, controls } = loopPath({ x: 0, y: 0 })
    expect(start.y).toBe(-card.height / 2)
    expect(end.x).toBe(half)
    expect(controls.every(({ x, y }) => x > half || y < -card.height / 2)).toBe(true)
  })
})
