import { describe, expect, it } from 'vitest'
import { batchPace } from './batch-pace.ts'

describe('batchPace', () => {
  it('keeps a fractional rate over many ticks', () => {
    const due = batchPace(0)
    let runs = 0
    for (let now = 50; now <= 10_000; now += 50) {
      runs += due(now, 2.4)
    }
    expect(runs).toBe(24)
  })

  it('does not make up for a standstill, and rests at rate 0', () => {
    const due = batchPace(0)
    expect(due(60_000, 5)).toBe(5)
    expect(due(61_000, 0)).toBe(0)
  })
})
