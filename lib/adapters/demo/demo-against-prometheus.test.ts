import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EdgeTraffic, ServiceTraffic } from '../../domain/telemetry/traffic.ts'
import { labelSet } from '../../ports/metrics.contract.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { type PrometheusServer, startPrometheus } from '../../testing/prometheus-server.ts'
import { prometheusMetrics } from '../prometheus/prometheus-metrics.ts'
import { weightedRoute } from './blueprint-parts.ts'
import { demoIncidents } from './demo-incidents.ts'
import { demoMetrics } from './demo-metrics.ts'
import { exportHistory } from './export-metrics.ts'
import { shopServices } from './shop.ts'
import { demoWorld } from './world.ts'

const at = Date.UTC(2026, 0, 14, 12) / 1000

describe('over a change of configuration the demo and a real Prometheus that holds its history', () => {
  let server: PrometheusServer
  let real: Metrics
  let demo: Metrics

  beforeAll(async () => {
    const world = demoWorld({ seed: 1, services: 13, startedAt: at - 400 })
    // New series begin inside the history: what a counter did before its first sample is lost to both.
    world.applyObject(weightedRoute(shopServices.payments, { v1: 60, v2: 20, v9: 20 }), at - 130)
    server = await startPrometheus({ history: exportHistory(world, { from: at - 400, to: at, stepSeconds: 5 }) })
    real = prometheusMetrics({ baseUrl: server.url, headers: {} })
    demo = demoMetrics(world, new ManualClock(at))
  }, 120_000)

  afterAll(() => server?.stop())

  it.each([
    ['between samples', -2.5, 60],
    ['while series begin', -100, 60],
    ['over the whole history', 0, 300],
    ['over two scrapes', -1, 11],
  ])('tell the same edges %s', async (_, offset, windowSeconds) => {
    const query = { at: at + offset, windowSeconds, withQuantiles: true }
    const told = await demo.edgeTraffic(query)
    expect(told.requests.length).toBeGreaterThan(50)
    expect(ratesOf(told)).toEqual(ratesOf(await real.edgeTraffic(query)))
  })

  it('tell those who asked for it of requests refused before they reached a namespace', async () => {
    const query = { at, windowSeconds: 60, withQuantiles: true, namespaces: ['pay'] }
    const told = await demo.edgeTraffic(query)
    const refused = told.requests.filter(({ flags }) => flags.includes('NC'))
    expect(refused).toMatchObject([
      { source: { namespace: 'shop' }, destination: { host: expect.stringMatching(/^payments\.pay/) } },
    ])
    expect(ratesOf(told)).toEqual(ratesOf(await real.edgeTraffic(query)))
  })
})

describe('over incidents the demo and a real Prometheus that holds its history', () => {
  let server: PrometheusServer
  let real: Metrics
  let demo: Metrics

  beforeAll(async () => {
    const world = demoWorld({ seed: 1, services: 13, startedAt: at - 400, isQuiet: true })
    // Each begins while those before it go on, and one of them ends.
    for (const [index, { name }] of demoIncidents.entries()) {
      world.startIncident(name, at - 170 + 12 * index)
    }
    world.healIncident('version-slow', at - 30)
    const mirror = { destination: { host: shopServices.catalog.fqdn, subset: 'v3' } }
    const route = weightedRoute(shopServices.catalog, { v3: 40, v4: 60 })
    const [http] = Array.isArray(route.spec.http) ? route.spec.http : []
    world.applyObject({ ...route, spec: { ...route.spec, http: [{ ...http, mirrors: [mirror] }] } }, at - 28)
    server = await startPrometheus({ history: exportHistory(world, { from: at - 300, to: at, stepSeconds: 5 }) })
    real = prometheusMetrics({ baseUrl: server.url, headers: {} })
    demo = demoMetrics(world, new ManualClock(at))
  }, 120_000)

  afterAll(() => server?.stop())

  it.each([
    ['while they begin', -100, 60],
    ['while all but one go on', 0, 25],
    ['over all of them', 0, 231],
  ])('tell the same edges %s', async (_, offset, windowSeconds) => {
    const query = { at: at + offset, windowSeconds, withQuantiles: true }
    const told = await demo.edgeTraffic(query)
    expect(new Set(told.requests.flatMap(({ flags }) => flags)).size).toBeGreaterThan(1)
    expect(ratesOf(told)).toEqual(ratesOf(await real.edgeTraffic(query)))
  })

  it.each([
    { namespace: 'shop', service: 'catalog' },
    { namespace: 'shop', service: 'cart' },
    { namespace: 'shop', workload: 'frontend-v12', direction: 'out' as const },
    { namespace: 'pay', service: 'api.bank.example' },
  ])('tell the same history of %j', async (asked) => {
    const query = { ...asked, from: at - 180, to: at, stepSeconds: 60, latenciesBy: 'flag' as const }
    const [told, measured] = await Promise.all([demo.serviceTraffic(query), real.serviceTraffic(query)])
    expect(told.requests.length).toBeGreaterThan(0)
    expect(pointsOf(told)).toEqual(pointsOf(measured))
  })
})

function pointsOf({ requests, latencies, durations }: ServiceTraffic): string[] {
  const lines = [...requests, ...latencies, ...durations]
  return lines.map(({ points, ...line }) => `${labelsOf(line)} ${points.map(rounded).join(' ')}`).sort()
}

function labelsOf(line: object): string {
  return JSON.stringify(Object.entries(line).sort(), (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).sort()
      : value === Number.POSITIVE_INFINITY
        ? '+Inf'
        : value,
  )
}

const rounded = (rate: number | null | undefined) => (rate == null ? 'none' : rate.toPrecision(6))

function ratesOf({ requests, latencies, tcp, unusableSamples }: EdgeTraffic) {
  const rates = [
    ...requests.map((row) => [labelSet(row), rounded(row.perSecond)]),
    ...latencies.map((row) => [
      labelSet(row),
      rounded(row.requestsPerSecond),
      rounded(row.meanMs),
      ...(row.buckets ?? []).map(({ leMs, perSecond }) => `${leMs}: ${rounded(perSecond)}`),
    ]),
    ...tcp.map((row) => [
      labelSet(row),
      rounded(row.sentBytesPerSecond),
      rounded(row.receivedBytesPerSecond),
      rounded(row.connectionsPerSecond),
    ]),
  ]
  return { unusableSamples, rates: rates.map((row) => row.join(' ')).sort() }
}
