import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { EdgeTraffic, Points, ServiceTraffic, TrafficDestination } from '../domain/telemetry/traffic.ts'
import type { Metrics } from './metrics.ts'
import { arrivalLaws } from './metrics-arrivals.contract.ts'
import { callLaws, touches } from './metrics-calls.contract.ts'

export interface MetricsFixture {
  metrics: Metrics
  /**
   * A whole second with at least five minutes of traffic before it, of which every sample is in, live stores included: what
   * is asked of it later is told alike. HTTP traffic is seen by both reporters.
   */
  at: number
  scrapeIntervalSeconds: number
  /** Some, not all, of the traffic touches this namespace. */
  namespace: string
  /** A destination of HTTP requests. */
  service: { namespace: string; name: string }
  stop?(): Promise<void>
}

/** The law of the port `Metrics`: what every adapter guarantees, over any mesh with traffic. */
export function metricsContract(name: string, make: () => Promise<MetricsFixture>): void {
  describe(`Metrics: ${name}`, () => {
    let fixture: MetricsFixture
    let all: EdgeTraffic

    beforeAll(async () => {
      fixture = await make()
      const query = { at: fixture.at, windowSeconds: 60, withQuantiles: true }
      all = await fixture.metrics.edgeTraffic(query)
    }, 120_000)
    afterAll(() => fixture?.stop?.())

    edgeLaws(
      () => fixture,
      () => all,
    )
    serviceLaws(() => fixture)
    arrivalLaws(() => fixture)
    callLaws(() => fixture)
    countLaws(() => fixture)

    it('tells the scrape interval', async () => {
      expect(await fixture.metrics.scrapeIntervalSeconds()).toBe(fixture.scrapeIntervalSeconds)
    })

    it('resolves a probe', async () => {
      await expect(fixture.metrics.probe()).resolves.toBeUndefined()
    })

    it('rejects with the reason of the caller who stopped', async () => {
      const reason = new Error('tab closed')
      const stopped = AbortSignal.abort(reason)
      const { at, service } = fixture
      const edges = fixture.metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: false }, stopped)
      await expect(edges).rejects.toBe(reason)
      await expect(fixture.metrics.serviceTraffic(historyOf(service, at), stopped)).rejects.toBe(reason)
    })
  })
}

function edgeLaws(given: () => MetricsFixture, all: () => EdgeTraffic): void {
  const everyRow = () => [...all().requests, ...all().latencies, ...all().tcp]

  it('keeps both reporters', () => {
    const reporters = new Set(all().requests.map(({ reporter }) => reporter))
    expect([...reporters].sort()).toEqual(expect.arrayContaining(['destination', 'source']))
  })

  it('has one row a label set', () => {
    for (const rows of [all().requests, all().latencies, all().tcp]) {
      const keys = rows.map(labelSet)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  it('has no rows without traffic and no unusable numbers', () => {
    expect(all().requests.filter(({ perSecond }) => !(perSecond > 0 && perSecond < 1e9))).toEqual([])
    expect(all().latencies.filter(({ requestsPerSecond }) => !(requestsPerSecond > 0))).toEqual([])
    const moved = all().tcp.map((row) => row.sentBytesPerSecond + row.receivedBytesPerSecond + row.connectionsPerSecond)
    expect(moved.filter((rate) => !(rate > 0))).toEqual([])
    expect(all().unusableSamples).toBe(0)
  })

  it('leaves out what Istio calls unknown, empty or latest', () => {
    const texts = everyRow().flatMap(({ source, destination }) => [
      ...Object.values(source),
      ...Object.values(destination),
    ])
    expect(texts.filter((text) => text === 'unknown' || text === '')).toEqual([])
    expect(everyRow().filter(({ source }) => source.version === 'latest')).toEqual([])
    expect(everyRow().filter(({ destination }) => destination.version === 'latest')).toEqual([])
  })

  it('gives response flags split and sorted', () => {
    for (const { flags } of [...all().requests, ...all().tcp]) {
      expect(flags).toEqual([...flags].sort())
      expect(flags.filter((flag) => !/^[A-Z][A-Za-z]*$/.test(flag))).toEqual([])
    }
  })

  it('gives cumulative buckets that end at infinity and count every request', () => {
    expect(all().latencies.length).toBeGreaterThan(0)
    for (const { buckets = [], requestsPerSecond } of all().latencies) {
      const bounds = buckets.map(({ leMs }) => leMs)
      const rates = buckets.map(({ perSecond }) => perSecond)
      expect(bounds.at(-1)).toBe(Number.POSITIVE_INFINITY)
      expect(bounds).toEqual([...new Set(bounds)].sort((left, right) => (left < right ? -1 : 1)))
      expect(rates).toEqual([...rates].sort((left, right) => left - right))
      expect(rates.at(-1)).toBeCloseTo(requestsPerSecond, 6)
    }
  })

  it('tells latencies by protocol, each one that requests between the same ends speak', () => {
    const spoken = new Set(all().requests.map(protocolBetween))
    expect(all().latencies.filter((row) => !spoken.has(protocolBetween(row)))).toEqual([])
    expect(new Set(all().latencies.map(({ protocol }) => protocol))).toEqual(new Set(['http', 'grpc']))
  })

  it('has means but no buckets when quantiles are not asked for, and the same rates', async () => {
    const { metrics, at } = given()
    const lean = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: false })
    expect(lean.latencies.filter(({ buckets }) => buckets !== undefined)).toEqual([])
    expect(lean.latencies.filter(({ meanMs }) => meanMs === undefined)).toEqual([])
    expect(ratesOf(lean)).toEqual(ratesOf(all()))
  })

  it('gives the same answer to the same question about the past', async () => {
    const { metrics, at } = given()
    const query = { at: at - 120, windowSeconds: 60, withQuantiles: true }
    expect(await metrics.edgeTraffic(query)).toEqual(await metrics.edgeTraffic(query))
  })

  it('keeps exactly the rows that touch the asked namespaces', async () => {
    const { metrics, at, namespace } = given()
    const query = { at, windowSeconds: 60, withQuantiles: true, namespaces: [namespace, 'no-such-namespace'] }
    const part = await metrics.edgeTraffic(query)
    const expected = Object.fromEntries(
      (['requests', 'latencies', 'tcp'] as const).map((kind) => [
        kind,
        all()[kind].filter((row) => touches(row, namespace)),
      ]),
    )
    expect(ratesOf(part)).toEqual(ratesOf({ ...all(), ...expected }))
    expect(part.requests.length).toBeGreaterThan(0)
    expect(part.requests.length).toBeLessThan(all().requests.length)
  })

  it.each([
    ['nobody', []],
    ['a namespace that does not exist', ['no-such-namespace']],
    ['no name', ['']],
    ['hostile text', ['.*', 'a"} or vector(1) or x{y="', '\\', '\n', '\ud800']],
  ])('finds nothing in %s', async (_, namespaces) => {
    const { metrics, at } = given()
    const none = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: true, namespaces })
    expect(none).toEqual({ requests: [], latencies: [], tcp: [], unusableSamples: 0 })
  })

  it('says nothing, not zero, for a window shorter than the scrape interval', async () => {
    const { metrics, at, scrapeIntervalSeconds } = given()
    const short = { at, windowSeconds: scrapeIntervalSeconds - 1, withQuantiles: true }
    const none = await metrics.edgeTraffic(short)
    expect(none).toEqual({ requests: [], latencies: [], tcp: [], unusableSamples: 0 })
  })
}

function serviceLaws(given: () => MetricsFixture): void {
  it('gives every line of a history one point a timestamp, evenly spaced', async () => {
    const { metrics, at, service } = given()
    const history = await metrics.serviceTraffic(historyOf(service, at))
    expect(history.stepSeconds).toBe(30)
    expect(history.timestamps).toEqual(Array.from({ length: 7 }, (_, index) => at - 180 + index * 30))
    const { requests, latencies, durations, tcp, connections } = history
    for (const { points } of [...requests, ...latencies, ...durations, ...tcp, ...connections]) {
      expect(points).toHaveLength(7)
      expect(points.filter((point) => point !== null && !(point >= 0 && point < 1e12))).toEqual([])
    }
    expect(new Set(history.requests.map(({ reporter }) => reporter)).size).toBeGreaterThan(1)
    expect(Math.max(...history.latencies.map(({ leMs }) => leMs))).toBe(Number.POSITIVE_INFINITY)
  })

  it('tells the same rates in a history as over edges', async () => {
    const { metrics, at, service } = given()
    const history = await metrics.serviceTraffic({ ...historyOf(service, at), stepSeconds: 60 })
    const edges = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: false })
    for (const reporter of ['source', 'destination'] as const) {
      const arriving = edges.requests.filter((row) => row.reporter === reporter && isAt(row.destination, service))
      const lines = history.requests.filter((line) => line.reporter === reporter)
      const last = total(lines.map(({ points }) => points.at(-1) ?? 0))
      expect(last).toBeGreaterThan(0)
      expect(last).toBeCloseTo(total(arriving.map(({ perSecond }) => perSecond)), 6)
    }
  })

  it('tells latencies apart by what is asked, which adds up to the same requests and the same time', async () => {
    const { metrics, at, service } = given()
    const asked = { ...historyOf(service, at), stepSeconds: 60 }
    const [whole, ...apart] = await Promise.all(
      (['version', 'caller', 'code', 'flag'] as const).map((latenciesBy) =>
        metrics.serviceTraffic({ ...asked, latenciesBy }),
      ),
    )
    const timed = timedAtEnd(whole)
    expect(timed.requests).toBeGreaterThan(0)
    expect(timed.ms / timed.requests).toBeGreaterThan(0)
    for (const history of apart) {
      expect(timedAtEnd(history).requests).toBeCloseTo(timed.requests, 6)
      expect(timedAtEnd(history).ms).toBeCloseTo(timed.ms, 4)
    }
  })

  it.each([
    ['arrives at', 'in'],
    ['leaves', 'out'],
  ] as const)('tells what %s a workload as its edges do, and names the other ends', async (_, direction) => {
    const { metrics, at } = given()
    const edges = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: false })
    const bySource = edges.requests.filter(({ reporter }) => reporter === 'source')
    const end = direction === 'in' ? 'destination' : 'source'
    const { namespace = '', workload = '' } = bySource.find((row) => row[end].workload !== undefined)?.[end] ?? {}
    expect(workload).not.toBe('')
    const span = { from: at - 180, to: at, stepSeconds: 60 }
    const history = await metrics.serviceTraffic({ namespace, workload, direction, ...span })
    const own = bySource.filter((row) => row[end].workload === workload && row[end].namespace === namespace)
    const lines = history.requests.filter(({ reporter }) => reporter === 'source')
    const last = total(lines.map(({ points }) => points.at(-1) ?? 0))
    expect(last).toBeCloseTo(total(own.map(({ perSecond }) => perSecond)), 6)
    const peers = own.map((row) => (direction === 'in' ? row.source.workload : row.destination.service))
    const measured = lines.filter(({ points }) => (points.at(-1) ?? 0) > 0)
    const named = measured.map(({ caller }) => (direction === 'in' ? caller.workload : caller.app))
    expect([...new Set(named)].sort()).toEqual([...new Set(peers)].sort())
  })

  it.each([['no-such-service'], [''], ['.*'], ['a"} or vector(1) or x{y="'], ['\ud800']])(
    'has an empty history of the service %j',
    async (name) => {
      const { metrics, at, service } = given()
      const history = await metrics.serviceTraffic(historyOf({ namespace: service.namespace, name }, at))
      expect(history.timestamps).toHaveLength(7)
      expect([history.requests, history.latencies, history.tcp]).toEqual([[], [], []])
    },
  )

  it('finds a service in its own cluster only', async () => {
    const { metrics, at, service } = given()
    const elsewhere = await metrics.serviceTraffic({ ...historyOf(service, at), cluster: 'no-such-cluster' })
    expect([elsewhere.requests, elsewhere.latencies, elsewhere.tcp]).toEqual([[], [], []])
  })
}

function historyOf({ namespace, name }: MetricsFixture['service'], at: number) {
  return { namespace, service: name, from: at - 180, to: at, stepSeconds: 30 }
}

function isAt(destination: TrafficDestination, service: MetricsFixture['service']): boolean {
  return destination.service === service.name && destination.serviceNamespace === service.namespace
}

type Row = EdgeTraffic['requests' | 'latencies' | 'tcp'][number]

function protocolBetween({ reporter, source, destination, protocol }: Row & { protocol?: string }): string {
  return labelSet({ reporter, source, destination, requestsPerSecond: 0 }) + protocol
}

/** A text for everything of a row that is not measured. */
export function labelSet(row: Row): string {
  const { reporter, source, destination } = row
  const sorted = (labels: object): unknown[] => Object.entries(labels).sort()
  const protocol = 'protocol' in row ? [row.protocol] : []
  const outcome = 'perSecond' in row ? [row.code, row.grpcStatus ?? ''] : []
  const transport = 'flags' in row ? [row.flags, row.security] : []
  return JSON.stringify([reporter, sorted(source), sorted(destination), protocol, outcome, transport])
}

/** Rates by row, rounded to what arithmetic in another order may change. */
function ratesOf(traffic: EdgeTraffic): [string, ...string[]][] {
  const rounded = (...rates: (number | undefined)[]): string[] => rates.map((rate) => (rate ?? -1).toPrecision(9))
  const rows: [string, ...string[]][] = [
    ...traffic.requests.map((row): [string, ...string[]] => [labelSet(row), ...rounded(row.perSecond)]),
    ...traffic.latencies.map((row): [string, ...string[]] => [
      labelSet(row),
      ...rounded(row.requestsPerSecond, row.meanMs),
    ]),
    ...traffic.tcp.map((row): [string, ...string[]] => [
      labelSet(row),
      ...rounded(row.sentBytesPerSecond, row.receivedBytesPerSecond, row.connectionsPerSecond),
    ]),
  ]
  return rows.sort(([left], [right]) => (left < right ? -1 : 1))
}

/** Requests per second that were timed at the end of a history, and the milliseconds they took, by both reporters. */
function timedAtEnd(history: ServiceTraffic | undefined): { requests: number; ms: number } {
  const atEnd = (lines: { points: Points }[]) => total(lines.map(({ points }) => points.at(-1) ?? 0))
  const { latencies = [], durations = [] } = history ?? {}
  return { requests: atEnd(latencies.filter(({ leMs }) => leMs === Number.POSITIVE_INFINITY)), ms: atEnd(durations) }
}

function total(rates: number[]): number {
  return rates.reduce((sum, rate) => sum + rate, 0)
}

/** Raw counters know every request, the first of a series too. */
function countLaws(given: () => MetricsFixture): void {
  const counted = (from: number, to: number) => {
    const { metrics, service } = given()
    return metrics.requestCounts({ namespace: service.namespace, service: service.name, from, to })
  }
  const total = (rows: Awaited<ReturnType<typeof counted>>, by: string) =>
    rows.filter(({ reporter }) => reporter === by).reduce((sum, { requests }) => sum + requests, 0)

  it('counts requests as whole numbers, a row a pair of ends', async () => {
    const { at, service } = given()
    const rows = await counted(at - 120, at)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ requests }) => Number.isInteger(requests) && requests > 0)).toBe(true)
    expect(rows.every(({ destination }) => destination.service === service.name)).toBe(true)
    const keys = rows.map(({ requests: _, ...ends }) => JSON.stringify(ends))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it.each(['source', 'destination'])('counts for %s over two stretches what it counts over both', async (by) => {
    const { at } = given()
    const [first, second, both] = await Promise.all([
      counted(at - 120, at - 60),
      counted(at - 60, at),
      counted(at - 120, at),
    ])
    expect(total(both, by)).toBeGreaterThan(0)
    expect(total(first, by) + total(second, by)).toBe(total(both, by))
  })

  it('counts nothing of what does not exist', async () => {
    const { metrics, at } = given()
    for (const service of ['no-such-service', '.*', 'a"} or vector(1) or x{y="', '\ud800']) {
      expect(await metrics.requestCounts({ namespace: 'no-such-namespace', service, from: at - 60, to: at })).toEqual(
        [],
      )
    }
  })

  it('rejects with the reason of the caller who stopped counting', async () => {
    const { metrics, at, service } = given()
    const reason = new Error('tab closed')
    const query = { namespace: service.namespace, service: service.name, from: at - 60, to: at }
    await expect(metrics.requestCounts(query, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
}
