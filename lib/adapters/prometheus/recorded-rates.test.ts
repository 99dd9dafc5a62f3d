import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EdgeTraffic } from '../../domain/telemetry/traffic.ts'
import { labelSet } from '../../ports/metrics.contract.ts'
import type { FakePrometheus } from '../../testing/fake-prometheus.ts'
import { startFakePrometheus } from '../../testing/fake-prometheus.ts'
import { meshHistory } from '../../testing/mesh-history.ts'
import type { PrometheusServer } from '../../testing/prometheus-server.ts'
import { startPrometheus } from '../../testing/prometheus-server.ts'
import { smallMesh } from '../../testing/small-mesh-history.ts'
import { prometheusApi } from './prometheus-api.ts'
import { prometheusMetrics } from './prometheus-metrics.ts'
import { recordedMetrics, recordedName, recordedRates } from './recorded-rates.ts'

const shipped = readFileSync(new URL('../../../deploy/prometheus/recording-rules.yaml', import.meta.url), 'utf8')
/** The interval alone differs from what is shipped. */
const quick = shipped.replace(/interval: \d+s/g, 'interval: 1s')

describe('a real Prometheus with the shipped recording rules', () => {
  let server: PrometheusServer
  let front: FakePrometheus
  let evaluatedAt = 0

  beforeAll(async () => {
    const at = Math.floor(Date.now() / 5000) * 5
    const history = meshHistory(smallMesh(), { from: at - 900, to: at, stepSeconds: 5 })
    server = await startPrometheus({ history, rules: quick })
    front = await startFakePrometheus({ upstream: server.url })
    const api = prometheusApi({ baseUrl: server.url, headers: {} })
    await vi.waitFor(
      async () => {
        const rules = (await api.rules('record')).flatMap((group) => group.rules)
        expect(rules.filter(({ health }) => health === 'ok')).toHaveLength(2 * recordedMetrics.length)
        const { samples } = await api.vector(`timestamp(${recordedName('istio_requests_total', '1m')}) % 1e9`)
        expect(samples[0]?.value).toBeGreaterThan(0)
        evaluatedAt = Math.max(...rules.map(({ lastEvaluation = 0 }) => lastEvaluation))
      },
      { timeout: 30_000, interval: 100 },
    )
  }, 120_000)
  afterAll(async () => {
    await front?.stop()
    await server?.stop()
  })

  const asksRecorded = () => front.requests.some(({ parameters }) => parameters.get('query')?.includes('exantas_edge:'))

  /** The second at which the rules of a window were last computed, in milliseconds as Prometheus keeps it. */
  async function lastSample(windowName: string): Promise<number> {
    const api = prometheusApi({ baseUrl: server.url, headers: {} })
    const name = recordedName('istio_requests_total', windowName)
    const samples = await api.samples(`${name}{reporter="source"}[5s]`)
    return Math.max(...samples.flatMap(({ points }) => points.map(([time]) => time)))
  }

  it.each([
    ['1m', 60, undefined],
    ['5m', 300, undefined],
    ['1m', 60, ['pay']],
  ])('gives the same numbers over %s with and without', async (windowName, windowSeconds, namespaces) => {
    const metrics = prometheusMetrics({ baseUrl: front.url, headers: {} })
    const query = { windowSeconds, withQuantiles: true, ...(namespaces && { namespaces }) }
    const [at, kept] = await vi.waitFor(
      async () => {
        const second = await lastSample(windowName)
        front.requests.length = 0
        const traffic = await metrics.edgeTraffic({ ...query, at: second })
        expect(asksRecorded()).toBe(true)
        return [second, traffic]
      },
      { timeout: 10_000, interval: 200 },
    )
    expect(front.requests.filter(({ path }) => path.endsWith('/query'))).toHaveLength(4)
    const computed = await prometheusMetrics({ baseUrl: server.url, headers: {} }).edgeTraffic({ ...query, at })
    expect(kept.requests.length).toBeGreaterThan(0)
    expect(ratesOf(kept)).toEqual(ratesOf(computed))
  })

  it('computes windows that are not recorded, and moments before they were', async () => {
    const metrics = prometheusMetrics({ baseUrl: front.url, headers: {} })
    await vi.waitFor(async () => {
      front.requests.length = 0
      await metrics.edgeTraffic({ windowSeconds: 60, withQuantiles: false, at: Date.now() / 1000 })
      expect(asksRecorded()).toBe(true)
    })
    front.requests.length = 0
    await metrics.edgeTraffic({ windowSeconds: 90, withQuantiles: false, at: Date.now() / 1000 })
    const past = await metrics.edgeTraffic({ windowSeconds: 60, withQuantiles: false, at: evaluatedAt - 300 })
    expect(asksRecorded()).toBe(false)
    expect(past.requests.length).toBeGreaterThan(0)
  })
})

function ratesOf({ requests, latencies, tcp }: EdgeTraffic): string[] {
  const text = (...rates: (number | undefined)[]) => rates.map((rate) => rate?.toPrecision(9)).join(' ')
  return [
    ...requests.map((row) => `${labelSet(row)} ${text(row.perSecond)}`),
    ...latencies.map(
      (row) =>
        `${labelSet(row)} ${text(row.requestsPerSecond, row.meanMs, ...(row.buckets ?? []).map(({ perSecond }) => perSecond))}`,
    ),
    ...tcp.map(
      (row) => `${labelSet(row)} ${text(row.sentBytesPerSecond, row.receivedBytesPerSecond, row.connectionsPerSecond)}`,
    ),
  ].sort()
}

describe('rules that cannot be relied on', () => {
  const now = Date.now() / 1000
  type Rule = { name: string; type: string; health: string; lastEvaluation?: number }
  const rules = (windowName: string): Rule[] =>
    recordedMetrics.map((metric) => ({
      name: recordedName(metric, windowName),
      type: 'recording',
      health: 'ok',
      lastEvaluation: now - 10,
    }))
  const one = { windowSeconds: 60, at: now }

  async function looked(group: { interval?: number; rules: Rule[] } | Error) {
    let looks = 0
    const api = prometheusApi({ baseUrl: 'http://127.0.0.1:1', headers: {} })
    const recorded = recordedRates({
      ...api,
      rules: async () => {
        looks += 1
        if (group instanceof Error) {
          throw group
        }
        return [{ name: 'edge', interval: 15, ...group }]
      },
    })
    const before = recorded.namesFor(one)
    await vi.waitFor(() => expect(looks).toBe(1))
    return { recorded, before, looks: () => looks }
  }

  it('are asked about once, by nobody who waits', async () => {
    const { recorded, before, looks } = await looked({ rules: rules('1m') })
    expect(before).toBeUndefined()
    await vi.waitFor(() => expect(recorded.namesFor(one)).toBeDefined())
    expect(recorded.namesFor({ ...one, at: now - 60 })).toBeUndefined()
    expect(recorded.namesFor({ windowSeconds: 300, at: now })).toBeUndefined()
    expect(recorded.namesFor({ windowSeconds: 61, at: now })).toBeUndefined()
    expect(looks()).toBe(1)
  })

  it('are forgotten when they gave nothing', async () => {
    const { recorded } = await looked({ rules: rules('1m') })
    await vi.waitFor(() => expect(recorded.namesFor(one)).toBeDefined())
    recorded.forget()
    expect(recorded.namesFor(one)).toBeUndefined()
  })

  it.each<[string, { interval?: number; rules: Rule[] } | Error]>([
    ['incomplete', { rules: rules('1m').slice(1) }],
    ['unhealthy', { rules: rules('1m').with(2, { ...rules('1m')[0], health: 'err' } as Rule) }],
    ['never evaluated', { rules: rules('1m').map(({ lastEvaluation: _, ...rule }) => rule) }],
    ['long not evaluated', { rules: rules('1m').map((rule) => ({ ...rule, lastEvaluation: now - 600 })) }],
    ['too rare for the window', { interval: 60, rules: rules('1m') }],
    ['not to be had', new Error('no rules')],
  ])('%s: they are not used', async (_, group) => {
    const { recorded } = await looked(group)
    await new Promise((resolve) => setImmediate(resolve))
    expect(recorded.namesFor(one)).toBeUndefined()
  })
})
