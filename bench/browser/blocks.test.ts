import { describe, expect, test } from 'vitest'
import { longestBlockMs } from './blocks.ts'

const tasks = [
  { startMs: 0, durationMs: 300 },
  { startMs: 400, durationMs: 120 },
  { startMs: 900, durationMs: 80 },
]

describe('the longest block', () => {
  test('counts a task that began before and reaches into the time, with its whole length', () => {
    expect(longestBlockMs(tasks, 290, 1000)).toBe(300)
    expect(longestBlockMs(tasks, 300, 1000)).toBe(120)
  })

  test('leaves out what began later', () => {
    expect(longestBlockMs(tasks, 600, 900)).toBe(50)
  })

  test('is the shortest that a browser reports where it reported none', () => {
    expect(longestBlockMs([], 0, 1000)).toBe(50)
  })
})
