import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { Scope } from '../domain/graph/scope.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { EdgeTraffic } from '../domain/telemetry/traffic.ts'
import type { Ctx } from '../ports/ctx.ts'
import type { EdgeTrafficQuery } from '../ports/metrics.ts'
import { anInventory, aRequest, aService, aWorkload, edgeTraffic, from, to } from '../testing/builders.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { readGraph } from './read-graph.ts'

const now = 1_790_000_000

interface Answers {
  inventory?: Inventory | Error | Promise<Inventory>
  traffic?: EdgeTraffic | Error
  scrape?: number | Error
}

async function answer<Value>(value: Value | Error | Promise<Value>): Promise<Value> {
  if (value instanceof Error) {
    throw value
  }
  return value
}

function ctxOf(answers: Answers, signal = new AbortController().signal) {
  const asked: EdgeTrafficQuery[] = []
  const ctx: Ctx<'cluster' | 'metrics' | 'clock'> = {
    signal,
    cluster: readOnlyCluster(() => answer(answers.inventory ?? shop)),
    metrics: {
      edgeTraffic: (query) => {
        asked.push(query)
        return answer(answers.traffic ?? busy)
      },
      serviceTraffic: () => Promise.reject(new Error('not asked')),
      arrivals: () => Promise.reject(new Error('not asked')),
      callHistory: () => Promise.reject(new Error('not asked')),
      requestCounts: () => Promise.reject(new Error('not asked')),
      scrapeIntervalSeconds: () => answer(answers.scrape ?? 15),
      probe: async () => {},
    },
    clock: { now: () => now + 4.7, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
  }
  return { ctx, asked }
}

const shop = anInventory({
  services: [aService('shop', 'front'), aService('shop', 'back')],
  workloads: [aWorkload('shop', 'front'), aWorkload('shop', 'back')],
})
const busy = edgeTraffic({ requests: [aRequest(from('shop', 'front'), to('shop', 'back'), { code: '500' })] })
const scope = Scope.parse({})

async function notices(answers: Answers, asked: Partial<Scope> = {}) {
  const graph = await readGraph(ctxOf(answers).ctx, { ...scope, ...asked })
  return graph.notices
}

describe('readGraph', () => {
  it('answers for the last even five seconds with nothing to notice, judged', async () => {
    const { ctx, asked } = ctxOf({})
    const graph = await readGraph(ctx, scope)
    expect(asked).toEqual([{ at: now, windowSeconds: 60, withQuantiles: true }])
    expect(graph).toMatchObject({ takenAt: now, windowSeconds: 60, notices: [] })
    expect(graph.edges).toMatchObject([{ health: 'failing' }])
    expect(graph.nodes).toMatchObject([
      { name: 'back', role: 'origin' },
      { name: 'front', role: 'victim' },
    ])
  })

  it('asks for the moment and the namespaces of the scope', async () => {
    const { ctx, asked } = ctxOf({})
    await readGraph(ctx, { ...scope, at: 1_000_000_000, namespaces: ['shop'] })
    expect(asked).toMatchObject([{ at: 1_000_000_000, namespaces: ['shop'] }])
  })

  it('shows topology of unknown health and says since when Prometheus is down', async () => {
    const traffic = new AppError('unavailable', { since: 1_789_999_000, status: 502 })
    const graph = await readGraph(ctxOf({ traffic }).ctx, scope)
    expect(graph.nodes.map((node) => node.health)).toEqual(['unknown', 'unknown'])
    expect(graph.edges).toEqual([])
    expect(graph.notices).toEqual([
      { source: 'prometheus', code: 'unavailable', since: 1_789_999_000, params: { status: 502 } },
    ])
  })

  it('shows traffic when Kubernetes is down', async () => {
    const graph = await readGraph(ctxOf({ inventory: new AppError('forbidden') }).ctx, scope)
    expect(graph.edges).toHaveLength(1)
    expect(graph.notices).toEqual([
      { source: 'kubernetes', code: 'forbidden' },
      { source: 'kubernetes', code: 'quantiles-omitted' },
    ])
  })

  it('calls a failure it has no notice for unavailable', async () => {
    expect(await notices({ traffic: new AppError('too-large') })).toMatchObject([{ code: 'unavailable' }])
  })

  it('rejects when both are down', async () => {
    const { ctx } = ctxOf({ inventory: new AppError('timeout'), traffic: new AppError('unavailable') })
    await expect(readGraph(ctx, scope)).rejects.toMatchObject({ code: 'timeout' })
  })

  it('does not hide a mistake of our own as a notice', async () => {
    await expect(readGraph(ctxOf({ traffic: new TypeError('x') }).ctx, scope)).rejects.toThrow(TypeError)
  })

  it('rejects with the reason of an abort', async () => {
    const abort = new AbortController()
    abort.abort(new Error('left'))
    const { ctx } = ctxOf({ inventory: new AppError('timeout'), traffic: new AppError('timeout') }, abort.signal)
    await expect(readGraph(ctx, scope)).rejects.toThrow('left')
  })

  it('notices namespaces neither source knows', async () => {
    expect(await notices({}, { namespaces: ['nowhere', 'shop'] })).toEqual([
      { source: 'kubernetes', code: 'unknown-namespace', params: { names: ['nowhere'] } },
    ])
  })

  it('notices a window finer than two scrapes, and none when the interval is not told', async () => {
    expect(await notices({}, { window: 29 })).toEqual([
      { source: 'prometheus', code: 'window-too-short', params: { minimumSeconds: 31 } },
    ])
    expect(await notices({}, { window: 30 })).toEqual([])
    expect(await notices({ scrape: new AppError('timeout') }, { window: 10 })).toEqual([])
  })

  it('blames a window of just two scrapes for an empty answer, and no longer one', async () => {
    const codes = async (window: number) =>
      (await notices({ traffic: edgeTraffic() }, { window })).map(({ code }) => code)
    expect(await codes(30)).toContain('window-too-short')
    expect(await codes(31)).toEqual(['no-traffic'])
    expect(await codes(60)).toEqual(['no-traffic'])
  })

  it('tells no traffic from no answer, and counts unusable samples', async () => {
    expect(await notices({ traffic: edgeTraffic() })).toMatchObject([{ code: 'no-traffic' }])
    expect(await notices({ traffic: { ...busy, unusableSamples: 3 } })).toEqual([
      { source: 'prometheus', code: 'unusable-samples', params: { count: 3 } },
    ])
  })

  it('says so when the store could not read all it has', async () => {
    expect(await notices({ traffic: { ...busy, isPartial: true } })).toEqual([
      { source: 'prometheus', code: 'partial' },
    ])
  })

  it('leaves quantiles out over 200 services in scope, and says so', async () => {
    const services = Array.from({ length: 201 }, (_, index) => aService('big', `s${index}`))
    const inventory = anInventory({ services: [...services, aService('shop', 'front')] })
    const { ctx, asked } = ctxOf({ inventory })
    const graph = await readGraph(ctx, scope)
    await readGraph(ctx, { ...scope, namespaces: ['shop'] })
    expect(asked.map((query) => query.withQuantiles)).toEqual([false, true])
    expect(graph.notices).toEqual([{ source: 'prometheus', code: 'quantiles-omitted' }])
  })

  it('leaves quantiles out while Kubernetes cannot tell how many services there are, and says whose fault it is', async () => {
    const outage = { source: 'kubernetes', code: 'unavailable' } as const
    const list = Promise.withResolvers<Inventory>()
    const unsure = [new AppError('timeout'), anInventory({ notices: [outage] }), list.promise]
    for (const inventory of unsure) {
      const { ctx, asked } = ctxOf({ inventory })
      const reading = readGraph(ctx, scope)
      await expect.poll(() => asked).toMatchObject([{ withQuantiles: false }])
      if (inventory === list.promise) {
        list.resolve(shop)
      }
      expect((await reading).notices).toContainEqual({ source: 'kubernetes', code: 'quantiles-omitted' })
    }
    for (const inventory of [anInventory(), { ...shop, notices: [outage] }]) {
      const { ctx, asked } = ctxOf({ inventory })
      await readGraph(ctx, scope)
      expect(asked).toMatchObject([{ withQuantiles: true }])
    }
  })

  it('does not keep Prometheus waiting for a first list of Kubernetes', async () => {
    const list = Promise.withResolvers<Inventory>()
    const { ctx, asked } = ctxOf({ inventory: list.promise })
    const reading = readGraph(ctx, scope)
    await expect.poll(() => asked.length).toBe(1)
    list.resolve(shop)
    expect((await reading).edges).toHaveLength(1)
  })

  it('answers without an API server that stays silent, and says so', async () => {
    const { ctx } = ctxOf({ inventory: new Promise<Inventory>(() => undefined) })
    const graph = await readGraph(ctx, scope)
    expect(graph.edges).toHaveLength(1)
    expect(graph.notices).toContainEqual(expect.objectContaining({ source: 'kubernetes', code: 'timeout' }))
  })

  it('passes on what the inventory has to say', async () => {
    const stale = { source: 'kubernetes', code: 'stale', since: 5 } as const
    expect(await notices({ inventory: { ...shop, notices: [stale] } })).toEqual([stale])
  })
})
