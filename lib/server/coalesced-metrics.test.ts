import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { EdgeTraffic } from '../domain/telemetry/traffic.ts'
import type { EdgeTrafficQuery, Metrics } from '../ports/metrics.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { coalescedMetrics } from './coalesced-metrics.ts'

const query: EdgeTrafficQuery = { at: 1_790_000_000, windowSeconds: 60, withQuantiles: false }
const empty: EdgeTraffic = { requests: [], latencies: [], tcp: [], unusableSamples: 0 }

function slowMetrics() {
  const asked: { resolve(traffic: EdgeTraffic): void; reject(error: Error): void; signal?: AbortSignal }[] = []
  const metrics: Metrics = {
    edgeTraffic: (_, signal) => new Promise((resolve, reject) => asked.push({ resolve, reject, signal })),
    serviceTraffic: () => Promise.reject(new Error('not asked')),
    arrivals: () => Promise.reject(new Error('not asked')),
    callHistory: () => Promise.reject(new Error('not asked')),
    requestCounts: () => Promise.reject(new Error('not asked')),
    scrapeIntervalSeconds: () => Promise.resolve(5),
    probe: () => Promise.resolve(),
  }
  return { asked, metrics }
}

describe('the same question', () => {
  test('asked many times while the answer is on the way is asked once', async () => {
    const { asked, metrics } = slowMetrics()
    const shared = coalescedMetrics(metrics, new ManualClock())
    const answers = Array.from({ length: 50 }, () => shared.edgeTraffic({ ...query }))
    asked[0]?.resolve(empty)
    expect(await Promise.all(answers)).toEqual(answers.map(() => empty))
    expect(asked).toHaveLength(1)
  })

  test('is asked again 5 s after it was answered, and not before', async () => {
    const { asked, metrics } = slowMetrics()
    const clock = new ManualClock()
    const shared = coalescedMetrics(metrics, clock)
    const first = shared.edgeTraffic(query)
    asked[0]?.resolve(empty)
    await first
    await clock.advance(4.9)
    await shared.edgeTraffic(query)
    expect(asked).toHaveLength(1)
    await clock.advance(0.2)
    void shared.edgeTraffic(query)
    expect(asked).toHaveLength(2)
  })

  test('leaves nothing on a signal that outlives it', async () => {
    const { asked, metrics } = slowMetrics()
    const shared = coalescedMetrics(metrics, new ManualClock())
    const { signal } = new AbortController()
    for (let at = 0; at < 20; at += 1) {
      const answer = shared.edgeTraffic({ ...query, at }, signal)
      asked[at]?.resolve(empty)
      await answer
    }
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('that failed is not remembered', async () => {
    const { asked, metrics } = slowMetrics()
    const shared = coalescedMetrics(metrics, new ManualClock())
    const first = shared.edgeTraffic(query)
    asked[0]?.reject(new Error('down'))
    await expect(first).rejects.toThrow('down')
    void shared.edgeTraffic(query)
    expect(asked).toHaveLength(2)
  })

  test('goes on while one asker still waits and is given up with the last', async () => {
    const { asked, metrics } = slowMetrics()
    const shared = coalescedMetrics(metrics, new ManualClock())
    const [one, two] = [new AbortController(), new AbortController()]
    const answers = [shared.edgeTraffic(query, one.signal), shared.edgeTraffic(query, two.signal)]
    const outcomes = Promise.allSettled(answers)
    one.abort()
    await settled()
    expect(asked[0]?.signal?.aborted).toBe(false)
    two.abort()
    await settled()
    expect(asked[0]?.signal?.aborted).toBe(true)
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
