import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { historyStepSeconds } from '../domain/telemetry/history-step.ts'
import { ServiceHistory } from '../domain/telemetry/service-history.ts'
import type { ServiceTraffic } from '../domain/telemetry/traffic.ts'
import type { Ctx } from '../ports/ctx.ts'
import type { ServiceTrafficQuery } from '../ports/metrics.ts'
import { aCluster, anInventory } from '../testing/builders.ts'
import { readServiceHistory } from './read-service-history.ts'

const empty: ServiceTraffic = { timestamps: [], stepSeconds: 30, requests: [], latencies: [], tcp: [] }

function ctxOf(answer: () => Promise<ServiceTraffic> = async () => empty, clusters = [aCluster()]) {
  const asked: ServiceTrafficQuery[] = []
  const ctx: Ctx<'cluster' | 'metrics' | 'clock'> = {
    signal: new AbortController().signal,
    cluster: { inventory: async () => anInventory({ clusters }), probe: async () => {}, close: async () => {} },
    metrics: {
      edgeTraffic: () => Promise.reject(new Error('not asked')),
      serviceTraffic: (query) => {
        asked.push(query)
        return answer()
      },
      scrapeIntervalSeconds: async () => 15,
      probe: async () => {},
    },
    clock: { now: () => 1_790_000_012.5, sleep: () => Promise.reject(new Error('not slept')) },
  }
  return { ctx, asked }
}

const hour = { namespace: 'shop', name: 'back', windowSeconds: 3600 }

describe('readServiceHistory', () => {
  it('asks for about 120 points on even steps, the same ones within a step', async () => {
    const { ctx, asked } = ctxOf()
    await readServiceHistory(ctx, hour)
    await readServiceHistory(ctx, { ...hour, at: 1_790_000_039 })
    expect(asked[0]).toEqual({
      namespace: 'shop',
      service: 'back',
      from: 1_789_996_410,
      to: 1_790_000_010,
      stepSeconds: 30,
    })
    expect(asked[1]).toEqual(asked[0])
  })

  it('names the cluster only where there are several', async () => {
    const one = ctxOf()
    await readServiceHistory(one.ctx, { ...hour, cluster: 'demo' })
    expect(one.asked[0]).not.toHaveProperty('cluster')
    const two = ctxOf(undefined, [aCluster(), aCluster({ id: 'west' })])
    await readServiceHistory(two.ctx, { ...hour, cluster: 'west' })
    expect(two.asked).toMatchObject([{ cluster: 'west' }])
  })

  it('answers what JSON can carry: an open bucket has no bound', async () => {
    const latencies = [{ reporter: 'source' as const, leMs: Number.POSITIVE_INFINITY, points: [1, null] }]
    const { ctx } = ctxOf(async () => ({ ...empty, timestamps: [0, 30], latencies }))
    const history = await readServiceHistory(ctx, hour)
    expect(ServiceHistory.parse(JSON.parse(JSON.stringify(history)))).toEqual(history)
    expect(history.latencies).toEqual([{ reporter: 'source', points: [1, null] }])
  })

  it('notices that nothing was measured, and a window too short', async () => {
    const { ctx } = ctxOf()
    expect((await readServiceHistory(ctx, { ...hour, windowSeconds: 20 })).notices).toMatchObject([
      { code: 'window-too-short' },
      { code: 'no-traffic' },
    ])
  })

  it('rejects as the metrics source does', async () => {
    const { ctx } = ctxOf(() => Promise.reject(new AppError('timeout')))
    await expect(readServiceHistory(ctx, hour)).rejects.toMatchObject({ code: 'timeout' })
  })
})

describe('historyStepSeconds', () => {
  it.each([
    [60, 15, 30],
    [3600, 5, 30],
    [3600, 30, 60],
    [6 * 3600, 15, 300],
    [7 * 86_400, 15, 7200],
    [60, undefined, 30],
    [60, 5000, 10_800],
  ])('of %s s scraped every %s s is %s s', (windowSeconds, scrape, step) => {
    expect(historyStepSeconds(windowSeconds, scrape)).toBe(step)
  })
})
