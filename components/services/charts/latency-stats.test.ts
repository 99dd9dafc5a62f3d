import { describe, expect, it } from 'vitest'
import { statLines, wholeLines } from './latency-stats.ts'

const bracket: [number, number] = [50, 100]
const line = { meanMs: [60, null], p50Ms: [bracket, null], p95Ms: [bracket, null], p99Ms: [bracket, null] }
const latencies = [line, { ...line, key: 'v1' }, { ...line, key: '' }]

describe('statLines', () => {
  it('draws a bracket by its upper end and keeps the lower one, gap for gap', () => {
    expect(statLines(latencies, 'p95')).toEqual([
      { key: 'v1', points: [100, null], lows: [50, null] },
      { key: '', points: [100, null], lows: [50, null] },
    ])
  })

  it('draws the mean as it is, without a lower end', () => {
    expect(statLines(latencies, 'mean')[0]).toEqual({ key: 'v1', points: [60, null] })
  })
})

describe('wholeLines', () => {
  it('has every statistic of the whole, and nothing where nothing was timed', () => {
    expect(wholeLines(latencies, (stat) => stat).map(({ key }) => key)).toEqual(['mean', 'p50', 'p95', 'p99'])
    expect(wholeLines([], (stat) => stat)).toEqual([])
  })
})
