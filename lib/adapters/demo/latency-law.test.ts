import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketCounts, type LatencyWave, latencyBoundsMs, latencyLaw, totalMs } from './latency-law.ts'

const waves: fc.Arbitrary<LatencyWave> = fc.record({
  periodEvents: fc.double({ min: 1, max: 1e6, noNaN: true }),
  phase: fc.double({ min: 0, max: 6.28, noNaN: true }),
  dither: fc.double({ min: 0, max: 0.999, noNaN: true }),
})
const lognormalLaw = (meanMs: number, sigma: number) => latencyLaw([{ share: 1, meanMs, sigma }])
const laws = fc
  .tuple(fc.double({ min: 0.3, max: 5_000, noNaN: true }), fc.double({ min: 0.2, max: 1.5, noNaN: true }))
  .map(([meanMs, sigma]) => lognormalLaw(meanMs, sigma))

describe('the latency law', () => {
  it('counts and increases of buckets grow with the bound and never pass those of all requests', () => {
    fc.assert(
      fc.property(laws, waves, fc.nat(10_000_000), fc.nat(2_000), (law, wave, count, more) => {
        const [before, after] = [bucketCounts(law, wave, count), bucketCounts(law, wave, count + more)]
        const increases = after.map((value, bound) => value - (before[bound] ?? 0))
        for (const values of [before, [0, ...increases]]) {
          expect(values).toEqual(values.toSorted((a, b) => a - b))
        }
        expect(before.at(-1)).toBeLessThanOrEqual(count)
        expect(increases.at(-1)).toBeLessThanOrEqual(more)
        expect(totalMs(law, wave, count + more)).toBeGreaterThanOrEqual(totalMs(law, wave, count))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the mean, and the quantiles of a lognormal law nearly', () => {
    const law = lognormalLaw(150, 0.65)
    const wave = { periodEvents: 1_000, phase: 1, dither: 0.5 }
    expect(totalMs(law, wave, 100_000) / 100_000).toBeCloseTo(150, 0)
    const shares = bucketCounts(law, wave, 100_000).map((count) => count / 100_000)
    const at = (bound: (typeof latencyBoundsMs)[number]) => shares[latencyBoundsMs.indexOf(bound)] ?? 0
    expect(at(250)).toBeLessThan(0.95)
    expect(at(500)).toBeGreaterThan(0.97)
    expect(at(100)).toBeGreaterThan(0.3)
    expect(at(100)).toBeLessThan(0.5)
  })
})
