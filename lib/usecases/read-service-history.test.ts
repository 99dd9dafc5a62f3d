import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import { historyStepSeconds } from '../domain/telemetry/history-step.ts'
import { ServiceHistory } from '../domain/telemetry/service-history.ts'
import type { EdgeTraffic, ServiceTraffic } from '../domain/telemetry/traffic.ts'
import type { Ctx } from '../ports/ctx.ts'
import type { ServiceTrafficQuery } from '../ports/metrics.ts'
import { aCluster, anInventory, aRequest, aService, aWorkload, edgeTraffic, from, to } from '../testing/builders.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { readServiceHistory } from './read-service-history.ts'

const empty: ServiceTraffic = {
  timestamps: [],
  stepSeconds: 30,
  requests: [],
  latencies: [],
  durations: [],
  tcp: [],
  connections: [],
}

const busy: ServiceTraffic = {
  ...empty,
  requests: [{ reporter: 'source', caller: {}, protocol: 'http', code: '200', flags: [], points: [] }],
}

interface Mesh extends Partial<Inventory> {
  edges?: EdgeTraffic
}

function ctxOf(
  answer: (query: ServiceTrafficQuery) => Promise<ServiceTraffic> = async () => empty,
  { edges, ...parts }: Mesh = {},
) {
  const inventory = anInventory({ services: [aService('shop', 'back')], ...parts })
  const asked: ServiceTrafficQuery[] = []
  const ctx: Ctx<'cluster' | 'metrics' | 'clock'> = {
    signal: new AbortController().signal,
    cluster: readOnlyCluster(async () => inventory),
    metrics: {
      edgeTraffic: async () => edges ?? Promise.reject(new AppError('unavailable')),
      serviceTraffic: (query) => {
        asked.push(query)
        return answer(query)
      },
      arrivals: () => Promise.reject(new Error('not asked')),
      callHistory: () => Promise.reject(new Error('not asked')),
      requestCounts: () => Promise.reject(new Error('not asked')),
      scrapeIntervalSeconds: async () => 15,
      probe: async () => {},
    },
    clock: { now: () => 1_790_000_012.5, sleep: () => Promise.reject(new Error('not slept')) },
  }
  return { ctx, asked }
}

const hour = { namespace: 'shop', name: 'back', windowSeconds: 3600 }

describe('readServiceHistory', () => {
  it('refuses a moment in the future, as every question does', async () => {
    const { ctx, asked } = ctxOf()
    await expect(readServiceHistory(ctx, { ...hour, at: 1_790_003_600 })).rejects.toMatchObject({ code: 'invalid' })
    expect(asked).toEqual([])
  })

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
      latenciesBy: 'version',
    })
    expect(asked[1]).toEqual(asked[0])
  })

  it('names the cluster only where there are several', async () => {
    const one = ctxOf()
    await readServiceHistory(one.ctx, { ...hour, cluster: 'demo' })
    expect(one.asked[0]).not.toHaveProperty('cluster')
    const two = ctxOf(async () => busy, { clusters: [aCluster(), aCluster({ id: 'west' })] })
    await readServiceHistory(two.ctx, { ...hour, cluster: 'west' })
    expect(two.asked).toMatchObject([{ cluster: 'west' }])
  })

  it('answers what JSON can carry: an open bucket has no bound', async () => {
    const latencies = [{ reporter: 'source' as const, leMs: Number.POSITIVE_INFINITY, points: [1, null] }]
    const { ctx } = ctxOf(async () => ({ ...empty, timestamps: [0, 30], latencies }))
    const history = await readServiceHistory(ctx, hour)
    expect(ServiceHistory.parse(JSON.parse(JSON.stringify(history)))).toEqual(history)
    expect(history.latencies[0]).toMatchObject({ meanMs: [null, null], p95Ms: [[0, 0], null] })
  })

  it('notices that nothing was measured, and a window too short', async () => {
    const { ctx } = ctxOf()
    expect((await readServiceHistory(ctx, { ...hour, windowSeconds: 20 })).notices).toMatchObject([
      { code: 'window-too-short' },
      { code: 'no-traffic' },
    ])
  })

  const assumed = {
    clusters: [aCluster(), aCluster({ id: 'lab', idOrigin: 'assumed' })],
    services: [aService('shop', 'back', { cluster: 'lab' })],
    workloads: [aWorkload('shop', 'back', undefined, { cluster: 'lab' })],
  }
  const inLab = { ...hour, cluster: 'lab' }
  const onlyIn = (known: string | undefined) => async (query: ServiceTrafficQuery) =>
    query.cluster === known ? busy : empty

  it('finds a service of a cluster whose id was assumed by telemetry’s id of it', async () => {
    const west = { ...to('shop', 'back'), cluster: 'west' }
    const edges = edgeTraffic({
      requests: [aRequest({ ...from('shop', 'front'), cluster: 'west' }, west), aRequest(from('a', 'b'), to('a', 'c'))],
    })
    const { ctx, asked } = ctxOf(onlyIn('west'), { ...assumed, edges })
    expect(await readServiceHistory(ctx, inLab)).toMatchObject({ requests: [{ code: '200' }], notices: [] })
    expect(asked.map((query) => query.cluster)).toEqual(['lab', 'west'])
  })

  it('asks for any cluster where telemetry is not known to have the assumed id', async () => {
    for (const edges of [undefined, edgeTraffic()]) {
      const { ctx } = ctxOf(onlyIn(undefined), { ...assumed, ...(edges !== undefined && { edges }) })
      expect(await readServiceHistory(ctx, inLab)).toMatchObject({ requests: [{ code: '200' }], notices: [] })
    }
  })

  it('does not show another cluster’s traffic where telemetry knows the id, and says there is none', async () => {
    const edges = edgeTraffic({ requests: [aRequest({ ...from('shop', 'back'), cluster: 'lab' }, to('shop', 'x'))] })
    const { ctx, asked } = ctxOf(onlyIn(undefined), { ...assumed, edges })
    expect(await readServiceHistory(ctx, inLab)).toMatchObject({ requests: [], notices: [{ code: 'no-traffic' }] })
    expect(asked).toHaveLength(1)
  })

  it('does not say no traffic while the cluster may go by another name', async () => {
    const clusters = [aCluster(), aCluster({ id: 'lab' })]
    const edges = edgeTraffic({ requests: [aRequest({ ...from('shop', 'x'), cluster: 'w' }, to('shop', 'y'))] })
    const { ctx } = ctxOf(undefined, { ...assumed, clusters, edges })
    expect((await readServiceHistory(ctx, inLab)).notices).toEqual([
      { source: 'prometheus', code: 'cluster-id-unknown', cluster: 'lab' },
    ])
  })

  it('rejects with not-found only when it could look and nothing arrived', async () => {
    const ghost = { ...hour, name: 'ghost' }
    await expect(readServiceHistory(ctxOf().ctx, ghost)).rejects.toMatchObject({ code: 'not-found' })
    const notices = [{ source: 'kubernetes', code: 'stale' } as const]
    expect((await readServiceHistory(ctxOf(undefined, { notices }).ctx, ghost)).requests).toEqual([])
    expect((await readServiceHistory(ctxOf(async () => busy).ctx, ghost)).requests).toHaveLength(1)
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
