import { describe, expect, it } from 'vitest'
import { latencyLines } from './latency-lines.ts'
import type { ServiceTraffic } from './traffic.ts'

type Bounded = ServiceTraffic['latencies'][number]
type Spent = ServiceTraffic['durations'][number]

function timed(latencies: Bounded[], durations: Spent[] = []) {
  return { timestamps: [0, 30, 60], latencies, durations }
}

const open = Number.POSITIVE_INFINITY
const versions: Bounded[] = [
  { reporter: 'source', version: 'v1', leMs: 10, points: [5, null, 0] },
  { reporter: 'source', version: 'v1', leMs: open, points: [10, null, 0] },
  { reporter: 'source', version: 'v2', leMs: 10, points: [0, null, 0] },
  { reporter: 'source', version: 'v2', leMs: open, points: [10, null, 0] },
  { reporter: 'destination', leMs: 1, points: [9, 9, 9] },
]
const spent: Spent[] = [
  { reporter: 'source', version: 'v1', points: [80, null, 0] },
  { reporter: 'source', version: 'v2', points: [400, null, 0] },
  { reporter: 'destination', version: 'v1', points: [999, 999, 999] },
]

describe('latencyLines', () => {
  it('gives the whole first, then each version, as the bracket that holds the quantile and an exact mean', () => {
    const [whole, v1, v2, ...rest] = latencyLines(timed(versions, spent), 'version')
    expect(rest).toEqual([])
    expect(whole).toMatchObject({ meanMs: [24, null, null], p50Ms: [[10, 10], null, null] })
    expect(whole).not.toHaveProperty('key')
    expect(v1).toMatchObject({ key: 'v1', meanMs: [8, null, null], p50Ms: [[0, 10], null, null] })
    expect(v2).toMatchObject({ key: 'v2', meanMs: [40, null, null], p99Ms: [[10, 10], null, null] })
  })

  it('shows one proxy’s own view when asked to, and nothing where nothing was timed', () => {
    expect(latencyLines(timed(versions, spent), 'version', 'destination')[0]?.p50Ms).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ])
    expect(latencyLines(timed([]), 'version')).toEqual([])
  })

  it('times each caller by the proxy nearest to it, never by both', () => {
    const front = { namespace: 'shop', workload: 'front' }
    const bucket = (fields: Partial<Bounded>): Bounded => ({
      reporter: 'destination',
      leMs: open,
      points: [1, 1, 1],
      ...fields,
    })
    const lines = latencyLines(
      timed(
        [
          bucket({ reporter: 'source', caller: front, leMs: 5, points: [2, 2, 2] }),
          bucket({ reporter: 'source', caller: front, points: [2, 2, 2] }),
          bucket({ caller: front, leMs: 1, points: [9, 9, 9] }),
          bucket({ caller: {}, leMs: 50 }),
          bucket({ caller: {} }),
        ],
        [{ reporter: 'source', caller: front, points: [6, 6, 6] }],
      ),
      'caller',
    )
    expect(lines.map(({ key }) => key)).toEqual([undefined, '', 'shop/front'])
    expect(lines[2]).toMatchObject({ meanMs: [3, 3, 3], p95Ms: Array(3).fill([0, 5]) })
    expect(lines[1]).toMatchObject({ meanMs: [null, null, null], p95Ms: Array(3).fill([0, 50]) })
  })

  it('counts a request with several flags under each', () => {
    const flagged = [{ reporter: 'source' as const, flags: ['UF', 'URX'], leMs: open, points: [1, 1, 1] }]
    expect(latencyLines(timed(flagged), 'flag').map(({ key }) => key)).toEqual([undefined, 'UF', 'URX'])
  })
})
