import { describe, expect, it } from 'vitest'
import { drawLatencyMs } from './draw-latency.ts'

/** Evenly spread pairs of chances, each equally often. */
function grid(side: number): () => number {
  let draw = 0
  return () => {
    const pair = Math.floor(draw / 2)
    const at = draw % 2 === 0 ? Math.floor(pair / side) : pair % side
    draw++
    return (at + 0.5) / side
  }
}

describe('drawLatencyMs', () => {
  it.each([
    [92, 0.7],
    [2.2, 0.5],
  ])('has a mean of %d ms at sigma %d, with a long tail', (meanMs, sigma) => {
    const random = grid(100)
    const drawn = Array.from({ length: 10_000 }, () => drawLatencyMs({ meanMs, sigma }, random)).sort((a, b) => a - b)
    const mean = drawn.reduce((sum, ms) => sum + ms, 0) / drawn.length
    expect(mean / meanMs).toBeGreaterThan(0.97)
    expect(mean / meanMs).toBeLessThan(1.03)
    expect((drawn[5_000] ?? 0) / meanMs).toBeCloseTo(Math.exp((-sigma * sigma) / 2), 1)
  })

  it('is nothing where the mean is nothing', () => {
    expect(drawLatencyMs({ meanMs: 0, sigma: 0.7 }, () => 0.5)).toBe(0)
  })
})
