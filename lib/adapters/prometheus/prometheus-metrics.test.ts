import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { EdgeTraffic } from '../../domain/telemetry/traffic.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { meshHistory } from '../../testing/mesh-history.ts'
import type { PrometheusServer } from '../../testing/prometheus-server.ts'
import { startPrometheus } from '../../testing/prometheus-server.ts'
import { hostileName, smallMesh } from '../../testing/small-mesh-history.ts'
import { prometheusMetrics } from './prometheus-metrics.ts'
import { equals, quoted, quotedAlternatives } from './promql.ts'

const at = Math.floor(Date.now() / 5000) * 5
let server: PrometheusServer
let metrics: Metrics
let all: EdgeTraffic

beforeAll(async () => {
  server = await startPrometheus({ history: meshHistory(smallMesh(), { from: at - 900, to: at, stepSeconds: 5 }) })
  metrics = prometheusMetrics({ baseUrl: `${server.url}/`, headers: {} })
  all = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: true })
}, 60_000)
afterAll(() => server?.stop())

interface Element {
  metric: Record<string, string>
  value: [number, string]
}

/** A raw question, by other means than the adapter's. */
async function ask(query: string): Promise<Element[]> {
  const response = await fetch(`${server.url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query, time: String(at) }),
  })
  const answer = (await response.json()) as { status: string; error?: string; data: { result: Element[] } }
  expect(answer.error).toBeUndefined()
  return answer.data.result
}

async function number(query: string): Promise<number> {
  const [element] = await ask(query)
  return Number(element?.value[1])
}

const total = (rates: number[]): number => rates.reduce((sum, rate) => sum + rate, 0)

describe.each(['source', 'destination'] as const)('against independent PromQL, reporter %s', (reporter) => {
  const increase = (selector: string): Promise<number> => number(`sum(increase(${selector}[1m])) / 60`)

  it('gives the same HTTP rates by code and the same mean', async () => {
    const edge = `reporter="${reporter}",source_workload="web",destination_workload="cart-v2"`
    for (const [code, perSecond] of [
      ['200', 12],
      ['404', 0.5],
    ] as const) {
      const rows = all.requests.filter(
        (row) => row.reporter === reporter && row.destination.workload === 'cart-v2' && row.code === code,
      )
      expect(rows).toHaveLength(1)
      expect(rows[0]?.perSecond).toBeCloseTo(await increase(`istio_requests_total{${edge},response_code="${code}"}`), 9)
      expect(rows[0]?.perSecond).toBeCloseTo(perSecond, 6)
    }
    const latency = all.latencies.find((row) => row.reporter === reporter && row.destination.workload === 'cart-v2')
    const spent = await increase(`istio_request_duration_milliseconds_sum{${edge}}`)
    const counted = await increase(`istio_request_duration_milliseconds_count{${edge}}`)
    expect(latency?.meanMs).toBeCloseTo(spent / counted, 9)
    expect(latency?.meanMs).toBeCloseTo((9 * 7 + 4 * 70) / 13, 6)
    expect(latency?.buckets?.map(({ leMs, perSecond }) => [leMs, Math.round(perSecond * 1e6) / 1e6])).toEqual([
      [0.5, 0],
      [5, 0],
      [10, 9],
      [100, 13],
      [Number.POSITIVE_INFINITY, 13],
    ])
  })

  it('gives the same gRPC rates by status and flag', async () => {
    const edge = `reporter="${reporter}",destination_service_namespace="pay"`
    for (const [status, flags] of [
      ['0', []],
      ['14', ['UH']],
    ] as const) {
      const rows = all.requests.filter(
        (row) => row.reporter === reporter && row.destination.service === 'payments' && row.grpcStatus === status,
      )
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject({ protocol: 'grpc', code: '200', flags })
      const told = await increase(`istio_requests_total{${edge},grpc_response_status="${status}"}`)
      expect(rows[0]?.perSecond).toBeCloseTo(told, 9)
    }
  })

  it('gives the same TCP rates, with the version latest left out', async () => {
    const rows = all.tcp.filter((row) => row.reporter === reporter)
    expect(rows).toHaveLength(1)
    const [row] = rows
    const edge = `reporter="${reporter}",destination_service_name="database"`
    expect(row?.sentBytesPerSecond).toBeCloseTo(await increase(`istio_tcp_sent_bytes_total{${edge}}`), 6)
    expect(row?.receivedBytesPerSecond).toBeCloseTo(await increase(`istio_tcp_received_bytes_total{${edge}}`), 6)
    expect(row?.connectionsPerSecond).toBeCloseTo(await increase(`istio_tcp_connections_opened_total{${edge}}`), 9)
    expect(row?.source).toEqual({ cluster: 'main', namespace: 'pay', workload: 'payments', app: 'payments' })
    expect(row?.security).toBe(reporter === 'source' ? 'unknown' : 'mutual_tls')
  })
})

describe('edge traffic', () => {
  it('adds up all that the three known reporters count and nothing else', async () => {
    const told = await number('sum(rate(istio_requests_total{reporter!="gossip"}[60s]))')
    expect(total(all.requests.map(({ perSecond }) => perSecond))).toBeCloseTo(told, 6)
    expect(new Set(all.requests.map(({ reporter }) => reporter))).toEqual(
      new Set(['source', 'destination', 'waypoint']),
    )
  })

  it('takes two orders of the same flags for one row, whose workload is not known', () => {
    const rows = all.requests.filter(({ flags }) => flags.includes('URX'))
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ flags: ['UF', 'URX'], code: '503', protocol: 'http' })
    expect(rows[0]?.perSecond).toBeCloseTo(0.75, 6)
    expect(rows[0]?.destination).toEqual({
      app: 'cart',
      host: 'cart.shop.svc.cluster.local',
      service: 'cart',
      serviceNamespace: 'shop',
    })
  })

  it('keeps requests without a route or cluster for the namespace that their authority names', async () => {
    const refusedIn = async (namespace: string) => {
      const part = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: true, namespaces: [namespace] })
      const refused = part.requests.filter(({ flags }) => flags.includes('NC'))
      return refused.map(({ destination }) => destination.host).sort()
    }
    expect(await refusedIn('pay')).toEqual(['payments.pay.svc.cluster.local', 'payments.pay:9080'])
    expect(await refusedIn('shop')).toHaveLength(4)
    expect(await refusedIn('data')).toEqual([])
    expect(await refusedIn('p.y')).toEqual([])
  })

  it('keeps the latencies of a pair that speaks HTTP and gRPC apart', () => {
    const rows = all.latencies.filter(
      ({ reporter, destination }) => reporter === 'source' && destination.service === 'payments',
    )
    const means = rows.map(({ protocol, meanMs = 0 }) => [protocol, Math.round(meanMs)]).sort()
    expect(means).toEqual([
      ['grpc', 3],
      ['http', 50],
    ])
  })

  it('has no row for a series that stands still', () => {
    expect(all.requests.filter(({ destination }) => destination.service === 'idle')).toEqual([])
  })

  it('has no rate for a series whose first sample is already 1 (the first-increment trap)', async () => {
    expect(await number('sum(istio_requests_total{response_code="500"})')).toBe(1)
    expect(all.requests.filter(({ code }) => code === '500')).toEqual([])
  })

  it('counts a row once that touches several asked namespaces or one by several labels', async () => {
    const namespaces = ['shop', 'pay', 'shop', 'data']
    const part = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: true, namespaces })
    const sum = (traffic: EdgeTraffic): number[] => [
      total(traffic.requests.map(({ perSecond }) => perSecond)),
      total(traffic.latencies.map(({ requestsPerSecond }) => requestsPerSecond)),
      total(traffic.tcp.map(({ sentBytesPerSecond }) => sentBytesPerSecond)),
    ]
    const expected = sum(all)
    sum(part).forEach((rate, index) => {
      expect(rate).toBeCloseTo(expected[index] ?? -1, 6)
    })
  })

  it('reads a moment in the past and a window of any whole number of seconds', async () => {
    const past = await metrics.edgeTraffic({ at: at - 300, windowSeconds: 77, withQuantiles: false })
    const told = await number('sum(rate(istio_requests_total{reporter!="gossip"}[77s] offset 5m))')
    expect(total(past.requests.map(({ perSecond }) => perSecond))).toBeCloseTo(told, 6)
  })

  it.each([0, -60, Number.NaN, Number.POSITIVE_INFINITY])('refuses a window of %d seconds', async (windowSeconds) => {
    const refused = metrics.edgeTraffic({ at, windowSeconds, withQuantiles: false })
    await expect(refused).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('service traffic', () => {
  it('finds a service with a hostile name and only that', async () => {
    const query = { namespace: 'odd', service: hostileName, from: at - 120, to: at, stepSeconds: 60 }
    const { requests } = await metrics.serviceTraffic(query)
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({ reporter: 'source', version: hostileName })
    expect(requests[0]?.points.map((point) => Math.round((point ?? 0) * 1e6) / 1e6)).toEqual([1, 1, 1])
  })

  it('has null where there was no sample and a number where there was', async () => {
    const query = { namespace: 'shop', service: 'cart', from: at - 1800, to: at, stepSeconds: 300 }
    const { requests, timestamps } = await metrics.serviceTraffic(query)
    const line = requests.find(({ reporter, code }) => reporter === 'source' && code === '200')
    expect(timestamps).toHaveLength(7)
    expect(line?.points.map((point) => point === null)).toEqual([true, true, true, true, false, false, false])
    expect(line?.points[5]).toBeCloseTo(12, 6)
  })

  it('counts requests whose destination cluster is unknown to the cluster of their caller', async () => {
    const query = { namespace: 'shop', service: 'cart', from: at - 60, to: at, stepSeconds: 60 }
    const everywhere = await metrics.serviceTraffic(query)
    const main = await metrics.serviceTraffic({ ...query, cluster: 'main' })
    expect(main.requests).toEqual(everywhere.requests)
    expect(main.requests.length).toBeGreaterThan(0)
  })

  it.each([
    [{ stepSeconds: 0 }, 'invalid'],
    [{ from: at + 60 }, 'invalid'],
    [{ from: Number.NaN }, 'invalid'],
    [{ from: at - 864_000, stepSeconds: 1 }, 'too-large'],
  ])('refuses the range %j', async (wrong, code) => {
    const query = { namespace: 'shop', service: 'cart', from: at - 60, to: at, stepSeconds: 60, ...wrong }
    await expect(metrics.serviceTraffic(query)).rejects.toMatchObject({ code })
  })
})

describe('text of others in PromQL, on the real server', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom(...'"\\\n\r\t{}[]().*+?|^$-#`\'aé€😀\ufffd\u2028\0'),
      minLength: 1,
      maxLength: 12,
    }),
  )

  it('comes back from an equality matcher as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const [element, ...rest] = await ask(`absent(nothing{${equals('value', text)}})`)
        expect(rest).toEqual([])
        expect(element?.metric).toEqual({ value: text.toWellFormed() })
      }),
      { numRuns: 300 },
    )
  })

  it('matches itself and nothing else as one of several alternatives', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (text, other) => {
        const tagged = (value: string): string =>
          `label_replace(absent(nothing{${equals('value', value)}}), "hit", "yes", "value", ${quotedAlternatives(['none', text])})`
        const [itself] = await ask(tagged(text))
        expect(itself?.metric.hit).toBe('yes')
        const [another] = await ask(tagged(other))
        expect(another?.metric.hit).toBe(other.toWellFormed() === text.toWellFormed() ? 'yes' : undefined)
      }),
      { numRuns: 300 },
    )
  })

  it('never finds another service, whatever the name asked for', async () => {
    const real = new Set(['cart', 'web', 'idle', 'shop', 'pay', 'data', 'odd'])
    const name = fc
      .oneof(hostile, fc.constantFrom('', 'unknown', '.+', 'car.', 'cart|web'))
      .filter((text) => !real.has(text))
    await fc.assert(
      fc.asyncProperty(name, async (service) => {
        const query = { namespace: 'shop', service, from: at - 60, to: at, stepSeconds: 60 }
        const found = await metrics.serviceTraffic(query)
        expect([found.requests, found.latencies, found.tcp]).toEqual([[], [], []])
        const namespaces = [service]
        const edges = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: false, namespaces })
        expect([edges.requests, edges.latencies, edges.tcp]).toEqual([[], [], []])
      }),
      { numRuns: 60 },
    )
  })

  it('is a literal of plain ASCII', () => {
    expect(quoted('a"\\\n€😀\ud800')).toBe('"a\\"\\\\\\u000a\\u20ac\\U0001f600\\ufffd"')
  })
})
