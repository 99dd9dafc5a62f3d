import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { EdgeTraffic, Points, ServiceTraffic } from '../../domain/telemetry/traffic.ts'
import { labelSet, metricsContract } from '../../ports/metrics.contract.ts'
import type { Metrics, ServiceTrafficQuery } from '../../ports/metrics.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import type { PrometheusServer } from '../../testing/prometheus-server.ts'
import { startPrometheus } from '../../testing/prometheus-server.ts'
import { prometheusMetrics } from '../prometheus/prometheus-metrics.ts'
import { demoMetrics } from './demo-metrics.ts'
import { exportHistory } from './export-metrics.ts'
import { scrapeIntervalSeconds } from './scraped-counter.ts'
import { demoWorld } from './world.ts'

const at = Math.floor(Date.now() / 5000) * 5
const world = demoWorld({ seed: 7, services: 13, startedAt: at - 900 })
const demo = demoMetrics(world, new ManualClock(at))
let server: PrometheusServer
let real: Metrics

beforeAll(async () => {
  const history = exportHistory(world, { from: at - 900, to: at, stepSeconds: scrapeIntervalSeconds })
  server = await startPrometheus({ history })
  real = prometheusMetrics({ baseUrl: server.url, headers: {} })
}, 120_000)
afterAll(() => server?.stop())

const fixture = { at, scrapeIntervalSeconds, namespace: 'pay', service: { namespace: 'pay', name: 'payments' } }
metricsContract('the demo world', async () => ({ ...fixture, metrics: demo }))
metricsContract('a real Prometheus with the history of the demo world', async () => ({ ...fixture, metrics: real }))

describe('the demo and a real Prometheus that holds its history', () => {
  it.each([
    ['a minute', { at, windowSeconds: 60 }],
    ['five minutes', { at, windowSeconds: 300 }],
    ['a window between samples', { at: at - 122, windowSeconds: 43 }],
    ['a window of ten seconds', { at: at - 200, windowSeconds: 10 }],
    ['one namespace', { at, windowSeconds: 60, namespaces: ['pay'] }],
  ])('tell the same graph over %s', async (_, query) => {
    const [simulated, measured] = await Promise.all(
      [demo, real].map((metrics) => metrics.edgeTraffic({ ...query, withQuantiles: true })),
    )
    const expected = ratesByRow(simulated)
    const told = ratesByRow(measured)
    expect([...told.keys()].sort()).toEqual([...expected.keys()].sort())
    expect(expected.size).toBeGreaterThan(20)
    for (const [row, rates] of expected) {
      expectSame(told.get(row), rates, row)
    }
  })

  const span = { from: at - 600, to: at, stepSeconds: 30 }
  it.each<[ServiceTrafficQuery]>([
    [{ namespace: 'pay', service: 'payments', ...span }],
    [{ namespace: 'pay', service: 'payments', latenciesBy: 'caller', ...span }],
    [{ namespace: 'shop', service: 'recommendation', latenciesBy: 'code', ...span }],
    [{ namespace: 'shop', service: 'catalog-db', ...span }],
    [{ namespace: 'pay', workload: 'payments-v2', direction: 'in', latenciesBy: 'flag', ...span }],
    [{ namespace: 'pay', workload: 'payments-v2', direction: 'out', latenciesBy: 'caller', ...span }],
    [{ namespace: 'shop', workload: 'search-v5', direction: 'out', ...span }],
  ])('tell the same history of %j', async (query) => {
    const [simulated, measured] = await Promise.all([demo, real].map((metrics) => metrics.serviceTraffic(query)))
    expect(measured?.timestamps).toEqual(simulated?.timestamps)
    const expected = pointsByLine(simulated)
    const told = pointsByLine(measured)
    expect([...told.keys()].sort()).toEqual([...expected.keys()].sort())
    expect(expected.size).toBeGreaterThan(0)
    for (const [line, points] of expected) {
      expectSame(told.get(line), points, line)
    }
  })
})

type Rates = (number | null)[]

function ratesByRow(traffic: EdgeTraffic | undefined): Map<string, Rates> {
  const { requests = [], latencies = [], tcp = [] } = traffic ?? {}
  return new Map([
    ...requests.map((row): [string, Rates] => [`request ${labelSet(row)}`, [row.perSecond]]),
    ...latencies.map((row): [string, Rates] => [
      `latency ${labelSet(row)} ${row.buckets?.map(({ leMs }) => leMs)}`,
      [row.requestsPerSecond, row.meanMs ?? null, ...(row.buckets ?? []).map(({ perSecond }) => perSecond)],
    ]),
    ...tcp.map((row): [string, Rates] => [
      `tcp ${labelSet(row)}`,
      [row.sentBytesPerSecond, row.receivedBytesPerSecond, row.connectionsPerSecond],
    ]),
  ])
}

function pointsByLine(traffic: ServiceTraffic | undefined): Map<string, Points> {
  const { requests = [], latencies = [], durations = [], tcp = [], connections = [] } = traffic ?? {}
  return new Map(
    Object.entries({ requests, latencies, durations, tcp, connections }).flatMap(([list, lines]) =>
      lines.map(({ points, ...line }): [string, Points] => [lineKey({ list, ...line }), points]),
    ),
  )
}

function lineKey(line: object): string {
  return JSON.stringify(Object.entries(line).sort(), (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).sort()
      : value === Number.POSITIVE_INFINITY
        ? '+Inf'
        : value,
  )
}

/** Within 2 %; what is missing on one side is missing on the other. */
function expectSame(told: Rates | undefined, expected: Rates, where: string): void {
  expect(told?.map((rate) => rate === null)).toEqual(expected.map((rate) => rate === null))
  const apart = expected.filter((rate, index) => {
    const other = told?.[index] ?? 0
    return rate !== null && Math.abs(other - rate) > 0.02 * Math.max(rate, other) + 1e-9
  })
  expect(apart, where).toEqual([])
}
