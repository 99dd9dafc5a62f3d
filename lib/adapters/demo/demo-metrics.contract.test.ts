import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { outcomeOf } from '../../domain/telemetry/outcome.ts'
import type { CallHistory, EdgeTraffic, Points, ServiceTraffic } from '../../domain/telemetry/traffic.ts'
import { labelSet, metricsContract } from '../../ports/metrics.contract.ts'
import type { Metrics, ServiceTrafficQuery } from '../../ports/metrics.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import type { PrometheusServer } from '../../testing/prometheus-server.ts'
import { startPrometheus } from '../../testing/prometheus-server.ts'
import { prometheusApi } from '../prometheus/prometheus-api.ts'
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

  it.each([
    ['the mesh', {}],
    ['one namespace', { namespaces: ['pay'] }],
    ['buckets between samples', { from: at - 607, to: at - 7 }],
  ])('tell the same increases of %s', async (_, more) => {
    const query = { ...span, ...more }
    const [simulated, measured] = await Promise.all([demo, real].map((metrics) => metrics.callHistory(query)))
    expect(measured?.bucketTimes).toEqual(simulated?.bucketTimes)
    const expected = increasesByCall(simulated)
    const told = increasesByCall(measured)
    expect([...told.keys()].sort()).toEqual([...expected.keys()].sort())
    expect(expected.size).toBeGreaterThan(20)
    for (const [line, points] of expected) {
      expectSame(told.get(line), points, line)
    }
  })

  it('tell one number of one call as its history does, in the text that is shown for it', async () => {
    const { requests, bucketTimes } = await real.callHistory(span)
    const own = requests.filter(
      ({ reporter, destination, source }) =>
        reporter === 'source' && destination.service === 'payments' && source.workload === 'checkout-v9',
    )
    const sum = (rows: typeof own) =>
      bucketTimes.map((_, bucket) => rows.reduce((total, { points }) => total + (points[bucket] ?? 0), 0))
    const failed = sum(own.filter((row) => outcomeOf(row) === 'server-failure'))
    const [all, hosts] = [sum(own), [...new Set(own.map(({ destination }) => destination.host ?? ''))]]
    const callers = [{ namespace: 'shop', workloads: ['checkout-v9'] }]
    const question = { callers, hosts, reporter: 'source' as const, stepSeconds: span.stepSeconds }
    const api = prometheusApi({ baseUrl: server.url, headers: {} })
    const asked = async (metric: string) => {
      const text = real.callQuery?.({ ...question, metric }) ?? ''
      const [series] = await api.range(text, { ...span, from: span.from + span.stepSeconds })
      return series?.points.map(([, value]) => value) ?? []
    }
    expectSame(await asked('requests'), all, 'requests')
    expectSame(
      await asked('error_rate'),
      failed.map((value, bucket) => value / (all[bucket] ?? 0)),
      'error_rate',
    )
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

function increasesByCall(history: CallHistory | undefined): Map<string, Points> {
  const { requests = [], times = [], tcp = [] } = history ?? {}
  return new Map([
    ...requests.map(({ points, ...line }): [string, Points] => [`requests ${lineKey(line)}`, points]),
    ...times.flatMap(({ requests: timed, milliseconds, ...line }): [string, Points][] => [
      [`timed ${lineKey(line)}`, timed],
      [`milliseconds ${lineKey(line)}`, milliseconds],
    ]),
    ...tcp.flatMap(({ sentBytes, receivedBytes, connections, ...line }): [string, Points][] => [
      [`sent ${lineKey(line)}`, sentBytes],
      [`received ${lineKey(line)}`, receivedBytes],
      [`opened ${lineKey(line)}`, connections],
    ]),
  ])
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
