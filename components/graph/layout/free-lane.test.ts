import { describe, expect, test } from 'vitest'
import { freeHeight, laneOut } from './free-lane.ts'

const wall = (x: number, y: number) => ({ x, y, width: 100, height: 40 })

describe('a free lane', () => {
  test('is the wanted height where nothing stands', () => {
    expect(freeHeight([wall(0, 0)], 200, 400, 20)).toBe(20)
    expect(freeHeight([wall(0, 200)], 0, 400, 20)).toBe(20)
  })

  test('is the nearer side of what stands in the way, clear of it', () => {
    expect(freeHeight([wall(0, 0)], 0, 100, 15, 5)).toBe(-5)
    expect(freeHeight([wall(0, 0)], 0, 100, 30, 5)).toBe(45)
  })

  test('never squeezes through a gap that is too narrow', () => {
    expect(freeHeight([wall(0, 0), wall(50, 44)], 0, 200, 30, 5)).toBe(-5)
  })

  test('leads to the edge of the rank, on either side, or nowhere when that is near', () => {
    expect(laneOut({ x: 0, y: 0 }, 500, 1, [])).toEqual([{ x: 500, y: 0 }])
    expect(laneOut({ x: 0, y: 0 }, 100, 1, [])).toEqual([])
    const bent = laneOut({ x: 0, y: 0 }, -500, -1, [wall(-400, -10)])
    expect(bent).toHaveLength(2)
    expect(bent.every(({ y }) => y < -10 || y > 30)).toBe(true)
  })
})
