import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EdgeTraffic } from '../../domain/telemetry/traffic.ts'
import { labelSet } from '../../ports/metrics.contract.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { type PrometheusServer, startPrometheus } from '../../testing/prometheus-server.ts'
import { prometheusMetrics } from '../prometheus/prometheus-metrics.ts'
import { weightedRoute } from './blueprint-parts.ts'
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
