import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Metrics } from '../../ports/metrics.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { versionSubsets, weightedRoute } from './blueprint-parts.ts'
import { epoch } from './demand.ts'
import { demoMetrics } from './demo-metrics.ts'
import { reportersOf } from './flow.ts'
import { shopServices } from './shop.ts'
import { type DemoWorld, demoWorld } from './world.ts'

const startedAt = 1_795_262_400

const worldOf = (seed = 1, services = 13) => demoWorld({ seed, services, startedAt })

const metricsOf = (world: DemoWorld) => demoMetrics(world, new ManualClock(startedAt + 86_400))

async function arriving(metrics: Metrics, workload: string, at: number, reporter = 'source'): Promise<number> {
  const { requests } = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: false })
  return requests
    .filter((row) => row.reporter === reporter && row.destination.workload === workload)
    .reduce((sum, { perSecond }) => sum + perSecond, 0)
}

const counts = (world: DemoWorld, second: number) => {
  const countOf = world.countsBy(second)
  return [...world.flows()].flatMap((flow) => reportersOf(flow).map((reporter) => countOf(flow, reporter)))
}

describe('the demo world', () => {
  it('tells the same numbers for a second in whatever order seconds are asked, in every process', () => {
    const [one, other] = [worldOf(), worldOf()]
    const seconds = [startedAt, startedAt - 86_400, startedAt + 5, epoch + 60]
    const forward = seconds.map((second) => counts(one, second))
    const backward = seconds.toReversed().map((second) => counts(other, second))
    expect(forward).toEqual(backward.toReversed())
  })

  it('does not depend on when it was started', () => {
    const later = demoWorld({ seed: 1, services: 13, startedAt: startedAt + 12_345 })
    expect(counts(later, startedAt)).toEqual(counts(worldOf(), startedAt))
  })

  it('tells other numbers under another seed', () => {
    expect(counts(worldOf(2), startedAt)).not.toEqual(counts(worldOf(1), startedAt))
  })

  it('counters never fall, over changes of configuration too', () => {
    const world = worldOf()
    world.applyObject(weightedRoute(shopServices.payments, { v1: 0, v2: 100 }), startedAt + 100)
    world.applyObject(weightedRoute(shopServices.payments, { v1: 50, v2: 50 }), startedAt + 300)
    fc.assert(
      fc.property(fc.integer({ min: -600, max: 600 }), fc.double({ min: 0, max: 400, noNaN: true }), (from, step) => {
        const [before, after] = [counts(world, startedAt + from), counts(world, startedAt + from + step)]
        expect(before.filter((count, index) => count > (after[index] ?? 0))).toEqual([])
      }),
    )
  })

  it('carries the load and the trouble the demo is about', async () => {
    const { requests } = await metricsOf(worldOf()).edgeTraffic({
      at: startedAt,
      windowSeconds: 600,
      withQuantiles: false,
    })
    const rate = (workload: string, codes = /./) =>
      requests
        .filter(
          (row) => row.reporter === 'destination' && row.destination.workload === workload && codes.test(row.code),
        )
        .reduce((sum, { perSecond }) => sum + perSecond, 0)
    expect(rate('frontend-v12')).toBeGreaterThan(290)
    expect(rate('frontend-v12')).toBeLessThan(330)
    expect(rate('payments-v2', /^503$/) / rate('payments-v2')).toBeCloseTo(0.18, 1)
    expect(rate('checkout-v9', /^500$/) / rate('checkout-v9')).toBeGreaterThan(0.035)
    expect(rate('checkout-v9', /^500$/) / rate('checkout-v9')).toBeLessThan(0.055)
    expect(rate('frontend-v12', /^500$/) / rate('frontend-v12')).toBeLessThan(0.006)
    expect(rate('catalog-v4') / (rate('catalog-v3') + rate('catalog-v4'))).toBeCloseTo(0.35, 1)
  })
})

describe('configuration of the demo world', () => {
  it('weights move the traffic from their second on and leave the past as it was', async () => {
    const world = worldOf()
    const metrics = metricsOf(world)
    const past = { at: startedAt, windowSeconds: 600, withQuantiles: true }
    const before = await metrics.edgeTraffic(past)
    world.applyObject(weightedRoute(shopServices.payments, { v1: 0, v2: 100 }), startedAt)
    expect(await metrics.edgeTraffic(past)).toEqual(before)
    expect(await arriving(metrics, 'payments-v1', startedAt)).toBeGreaterThan(10)
    expect(await arriving(metrics, 'payments-v1', startedAt + 120)).toBe(0)
    expect(await arriving(metrics, 'payments-v2', startedAt + 120)).toBeGreaterThan(18)
  })

  it('a client without sidecar is not moved by weights and reported by the destination alone', async () => {
    const world = worldOf()
    world.applyObject(weightedRoute(shopServices.payments, { v1: 0, v2: 100 }), startedAt)
    const { requests } = await metricsOf(world).edgeTraffic({
      at: startedAt + 120,
      windowSeconds: 60,
      withQuantiles: false,
    })
    const batch = requests.filter(({ source }) => source.workload === undefined)
    expect(new Set(batch.map(({ destination }) => destination.workload))).toEqual(
      new Set(['payments-v1', 'payments-v2']),
    )
    expect(new Set(batch.map(({ reporter, security }) => `${reporter} ${security}`))).toEqual(
      new Set(['destination none']),
    )
  })

  it.each([
    [
      'a missing subset is 503 NC with the authority for a host',
      () => weightedRoute(shopServices.payments, { v9: 100 }),
      { code: '503', flags: ['NC'], destination: { host: 'payments.pay:8080', service: 'payments.pay:8080' } },
    ],
    [
      'a rule that lost a subset is 503 NC for that share alone',
      () => versionSubsets(shopServices.payments, ['v1']),
      { code: '503', flags: ['NC'], destination: { host: 'payments.pay:8080', service: 'payments.pay:8080' } },
    ],
  ])('%s, at the source alone', async (_, change, expected) => {
    const world = worldOf()
    world.applyObject(change(), startedAt)
    const { requests } = await metricsOf(world).edgeTraffic({
      at: startedAt + 120,
      windowSeconds: 60,
      withQuantiles: false,
    })
    const failed = requests.filter(({ flags }) => flags.length > 0)
    expect(failed).toHaveLength(1)
    expect(failed[0]).toMatchObject({ reporter: 'source', security: 'unknown', ...expected })
  })

  it('a subset whose labels no pod carries is 503 UH of the known service', async () => {
    const world = worldOf()
    const rule = versionSubsets(shopServices.payments, [])
    const subsets = ['v1', 'v2'].map((name) => ({ name, labels: { version: `${name}-gone` } }))
    world.applyObject({ ...rule, spec: { ...rule.spec, subsets } }, startedAt)
    const { requests } = await metricsOf(world).edgeTraffic({
      at: startedAt + 120,
      windowSeconds: 60,
      withQuantiles: false,
    })
    const failed = requests.filter(({ flags }) => flags.length > 0)
    expect(failed).toMatchObject([
      { reporter: 'source', code: '503', flags: ['UH'], destination: { service: 'payments', serviceNamespace: 'pay' } },
    ])
    expect(failed[0]?.destination.workload).toBeUndefined()
  })

  it('no matching route is 404 NR, and its callers fail with it', async () => {
    const world = worldOf()
    const route = weightedRoute(shopServices.payments, { v1: 100 })
    const http = [{ match: [{ headers: { tester: {} } }], route: [{ destination: { host: 'payments' } }] }]
    world.applyObject({ ...route, spec: { ...route.spec, http } }, startedAt)
    const { requests } = await metricsOf(world).edgeTraffic({
      at: startedAt + 120,
      windowSeconds: 60,
      withQuantiles: false,
    })
    expect(requests.filter(({ flags }) => flags.includes('NR'))).toMatchObject([{ code: '404', reporter: 'source' }])
    const checkout = requests.filter((row) => row.destination.workload === 'checkout-v9' && row.code === '200')
    expect(checkout).toEqual([])
  })

  it('stores what is applied, keeps the age of what was there, and forgets what is removed', () => {
    const world = worldOf()
    const before = world.objectsAt(startedAt).find(({ kind, name }) => kind === 'VirtualService' && name === 'payments')
    const stored = world.applyObject(weightedRoute(shopServices.payments, { v1: 1, v2: 1 }), startedAt + 10)
    expect(stored.createdAt).toBe(before?.createdAt)
    expect(stored.resourceVersion).not.toBe(before?.resourceVersion)
    expect(world.objectsAt(startedAt + 9)).toContain(before)
    expect(world.objectsAt(startedAt + 10)).toContain(stored)
    world.removeObject(stored, startedAt + 20)
    expect(world.objectsAt(startedAt + 20)).not.toContain(stored)
  })

  it('refuses changes in the past, unknown removals and weights that sum to nothing', () => {
    const world = worldOf()
    const change = weightedRoute(shopServices.payments, { v1: 1, v2: 1 })
    expect(() => world.applyObject(change, startedAt - 1)).toThrow(/conflict/)
    world.applyObject(change, startedAt + 10)
    expect(() => world.applyObject(change, startedAt + 9)).toThrow(/conflict/)
    expect(() =>
      world.removeObject({ kind: 'VirtualService', namespace: 'pay', name: 'gone' }, startedAt + 20),
    ).toThrow(/not-found/)
    expect(() => world.applyObject(weightedRoute(shopServices.payments, { v1: 0, v2: 0 }), startedAt + 20)).toThrow(
      /invalid/,
    )
  })
})

describe('a grown demo world', () => {
  it.each([14, 60, 300])('has exactly %i services, their names and flows unique', (services) => {
    const world = worldOf(3, services)
    expect(world.services).toHaveLength(services)
    expect(new Set(world.services.map(({ fqdn }) => fqdn)).size).toBe(services)
    expect(world.namespaces).toEqual([...new Set(world.services.map(({ namespace }) => namespace))].sort())
    expect([...world.flows()].map(({ key }) => key)).toHaveLength(
      new Set([...world.flows()].map(({ key }) => key)).size,
    )
  })

  it('keeps the shop as it is', async () => {
    const small = await arriving(metricsOf(worldOf(1, 13)), 'checkout-v9', startedAt)
    expect(await arriving(metricsOf(worldOf(1, 200)), 'checkout-v9', startedAt)).toBe(small)
  })

  it('has about five edges a service', () => {
    const world = worldOf(1, 500)
    expect(world.calls.length / world.services.length).toBeGreaterThan(4)
    expect(world.calls.length / world.services.length).toBeLessThan(6)
  })
})
