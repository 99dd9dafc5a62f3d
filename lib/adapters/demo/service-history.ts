import { AppError } from '../../domain/errors.ts'
import type { Points, Reporter, ServiceTraffic } from '../../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { ServiceTrafficQuery } from '../../ports/metrics.ts'
import { type Flow, reportersOf } from './flow.ts'
import { bucketCounts, latencyBoundsMs } from './latency-law.ts'
import { type ScrapedPair, type ScrapedWindow, scrapedWindow, scrapeIntervalSeconds } from './scraped-counter.ts'
import { tcpCountersAfter } from './tcp-counters.ts'
import type { DemoWorld } from './world.ts'

// As many as Prometheus gives.
const maxPoints = 11_000

type Lines = { [Name in 'requests' | 'latencies' | 'tcp']: Map<string, ServiceTraffic[Name][number]> }

/** The value of one series' counter when its flow stands at a count. */
type Counter = (count: number) => number

/** What arrived at one service, as range queries over `rate` would answer. */
export function serviceHistory(world: DemoWorld, query: ServiceTrafficQuery, now: UnixSeconds): ServiceTraffic {
  const timestamps = timestampsOf(query)
  const { stepSeconds } = query
  // A second over two scrapes, so that a window holds two samples wherever it ends.
  const windowSeconds = Math.max(Math.ceil(stepSeconds), 2 * scrapeIntervalSeconds + 1)
  const windows = timestamps.map((at) => scrapedWindow(world, { at, windowSeconds, now }))
  const lines: Lines = { requests: new Map(), latencies: new Map(), tcp: new Map() }
  for (const flow of world.flows()) {
    if (arrivesAt(flow, query)) {
      addFlow(lines, flow, windows)
    }
  }
  return {
    timestamps,
    stepSeconds,
    requests: [...lines.requests.values()],
    latencies: [...lines.latencies.values()],
    tcp: [...lines.tcp.values()],
  }
}

function timestampsOf({ from, to, stepSeconds }: ServiceTrafficQuery): UnixSeconds[] {
  const count = Math.floor((to - from) / stepSeconds + 1e-6) + 1
  if (!(stepSeconds > 0 && from <= to && Number.isFinite(count))) {
    throw new AppError('invalid', { source: 'prometheus', reason: 'range' })
  }
  if (count > maxPoints) {
    throw new AppError('too-large', { source: 'prometheus', points: count, maxPoints })
  }
  return Array.from({ length: count }, (_, index) => from + index * stepSeconds)
}

/** A destination cluster that telemetry does not know is the caller's own. */
function arrivesAt({ source, destination }: Flow, { cluster, namespace, service }: ServiceTrafficQuery): boolean {
  return (
    destination.service === service &&
    destination.serviceNamespace === namespace &&
    (cluster === undefined || (destination.cluster ?? source.cluster) === cluster)
  )
}

function addFlow(lines: Lines, flow: Flow, windows: ScrapedWindow[]): void {
  const pairs = windows.map((window) => window.pair(flow))
  if (pairs.every((pair) => pair === undefined)) {
    return
  }
  const pointsOf = (counter: Counter) => pairs.map((pair, index) => rate(windows[index], pair, counter))
  const { version } = flow.destination
  for (const reporter of reportersOf(flow)) {
    const group: { reporter: Reporter; version?: string } = { reporter, ...(version === undefined ? {} : { version }) }
    if (flow.tcp !== undefined) {
      for (const direction of ['sent', 'received'] as const) {
        const bytes: Counter = (count) => tcpCountersAfter(flow, count)[`${direction}Bytes`]
        addLine(lines.tcp, { ...group, direction }, pointsOf(bytes))
      }
      continue
    }
    const outcome = {
      caller: flow.source,
      protocol: flow.protocol === 'grpc' ? ('grpc' as const) : ('http' as const),
      code: flow.code,
      ...(flow.grpcStatus === undefined ? {} : { grpcStatus: flow.grpcStatus }),
      flags: flow.flags,
    }
    addLine(
      lines.requests,
      { ...group, ...outcome },
      pointsOf((count) => count),
    )
    for (const [bound, leMs] of [...latencyBoundsMs, Number.POSITIVE_INFINITY].entries()) {
      const counter: Counter = (count) => bucketCounts(flow.latency[reporter], flow.wave, count)[bound] ?? count
      addLine(lines.latencies, { ...group, leMs }, pointsOf(counter))
    }
  }
}

function rate(window: ScrapedWindow | undefined, pair: ScrapedPair | undefined, counter: Counter): number | null {
  return window === undefined || pair === undefined
    ? null
    : window.perSecond(pair, counter(pair.firstCount), counter(pair.lastCount))
}

function addLine<L extends object>(lines: Map<string, L & { points: Points }>, line: L, points: Points): void {
  const key = JSON.stringify(Object.entries(line), (_, value) => (value === Number.POSITIVE_INFINITY ? '+Inf' : value))
  const seen = lines.get(key)
  if (seen === undefined) {
    lines.set(key, { ...line, points })
  } else {
    seen.points = seen.points.map((value, index) => {
      const more = points[index] ?? null
      return value === null ? more : value + (more ?? 0)
    })
  }
}
