import { AppError } from '../../domain/errors.ts'
import type { Points, Reporter, ServiceTraffic, TrafficSource } from '../../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { ServiceTrafficQuery } from '../../ports/metrics.ts'
import { type Flow, flagsOf, reportersOf } from './flow.ts'
import { bucketsOver, totalMsOver } from './latency-history.ts'
import { latencyBoundsMs } from './latency-law.ts'
import { type ScrapedPair, type ScrapedWindow, scrapedWindow, scrapeIntervalSeconds } from './scraped-counter.ts'
import { tcpCountersAfter } from './tcp-counters.ts'
import type { DemoWorld } from './world.ts'

// As many as Prometheus gives.
const maxPoints = 11_000

type Lists = 'requests' | 'latencies' | 'durations' | 'tcp' | 'connections'
type Lines = { [Name in Lists]: Map<string, ServiceTraffic[Name][number]> }

/** The value of one series' counter when its flow stands at a count. */
type Counter = (count: number) => number

/** What arrived at one service or workload, or left it, as range queries over `rate` would answer. */
export function serviceHistory(world: DemoWorld, query: ServiceTrafficQuery, now: UnixSeconds): ServiceTraffic {
  const { stepSeconds } = query
  const { timestamps, windows } = historyWindows(world, query, now)
  const lines: Lines = {
    requests: new Map(),
    latencies: new Map(),
    durations: new Map(),
    tcp: new Map(),
    connections: new Map(),
  }
  for (const flow of world.flows()) {
    if (isAsked(flow, query)) {
      addFlow(lines, flow, query, windows)
    }
  }
  return {
    timestamps,
    stepSeconds,
    requests: [...lines.requests.values()],
    latencies: [...lines.latencies.values()],
    durations: [...lines.durations.values()],
    tcp: [...lines.tcp.values()],
    connections: [...lines.connections.values()],
  }
}

/** The windows of a history's points, as a range query over `rate` has them. */
export function historyWindows(
  world: DemoWorld,
  span: Pick<ServiceTrafficQuery, 'from' | 'to' | 'stepSeconds'>,
  now: UnixSeconds,
): { timestamps: UnixSeconds[]; windows: ScrapedWindow[] } {
  const timestamps = timestampsOf(span)
  // A second over two scrapes, so that a window holds two samples wherever it ends.
  const windowSeconds = Math.max(Math.ceil(span.stepSeconds), 2 * scrapeIntervalSeconds + 1)
  return { timestamps, windows: timestamps.map((at) => scrapedWindow(world, { at, windowSeconds, now })) }
}

function timestampsOf({
  from,
  to,
  stepSeconds,
}: Pick<ServiceTrafficQuery, 'from' | 'to' | 'stepSeconds'>): UnixSeconds[] {
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
function isAsked({ source, destination }: Flow, query: ServiceTrafficQuery): boolean {
  const { cluster, namespace } = query
  if ('service' in query) {
    const isService = destination.service === query.service && destination.serviceNamespace === namespace
    return isService && (cluster === undefined || (destination.cluster ?? source.cluster) === cluster)
  }
  const end = query.direction === 'out' ? source : destination
  const isWorkload = end.workload === query.workload && end.namespace === namespace
  return isWorkload && (cluster === undefined || (end.cluster ?? source.cluster) === cluster)
}

function addFlow(lines: Lines, flow: Flow, query: ServiceTrafficQuery, windows: ScrapedWindow[]): void {
  const { version } = flow.destination
  const flags = flagsOf(flow)
  const caller = peerOf(flow, query)
  for (const reporter of reportersOf(flow)) {
    const pairs = windows.map((window) => window.pair(flow, reporter))
    if (pairs.every((pair) => pair === undefined)) {
      continue
    }
    const pointsOf = (counter: Counter) => pairs.map((pair, index) => rateIn(windows[index], pair, counter))
    const group: { reporter: Reporter; version?: string } = { reporter, ...(version === undefined ? {} : { version }) }
    if (flow.tcp !== undefined) {
      for (const direction of ['sent', 'received'] as const) {
        const bytes: Counter = (count) => tcpCountersAfter(flow, count)[`${direction}Bytes`]
        addLine(lines.tcp, { ...group, caller, direction }, pointsOf(bytes))
      }
      const opened: Counter = (count) => tcpCountersAfter(flow, count).connections
      addLine(lines.connections, { ...group, caller, flags }, pointsOf(opened))
      continue
    }
    const answer = { code: flow.code, ...(flow.grpcStatus === undefined ? {} : { grpcStatus: flow.grpcStatus }) }
    const protocol = flow.protocol === 'grpc' ? ('grpc' as const) : ('http' as const)
    addLine(
      lines.requests,
      { ...group, caller, protocol, ...answer, flags },
      pointsOf((count) => count),
    )
    const parts = { version: {}, caller: { caller }, code: answer, flag: { flags } }
    const timed = { ...group, ...parts[query.latenciesBy ?? 'version'] }
    const spans = flow.latency[reporter]
    for (const [bound, leMs] of [...latencyBoundsMs, Number.POSITIVE_INFINITY].entries()) {
      const counter: Counter = (count) => bucketsOver(spans, flow.wave, count)[bound] ?? count
      addLine(lines.latencies, { ...timed, leMs }, pointsOf(counter))
    }
    addLine(
      lines.durations,
      timed,
      pointsOf((count) => totalMsOver(spans, flow.wave, count)),
    )
  }
}

/** The other end: who called, or of what leaves a workload the service that was called. */
function peerOf({ source, destination }: Flow, query: ServiceTrafficQuery): TrafficSource {
  if ('service' in query || query.direction === 'in') {
    return source
  }
  const { cluster, serviceNamespace, namespace, app, service = app } = destination
  const place = serviceNamespace ?? namespace
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(place === undefined ? {} : { namespace: place }),
    ...(service === undefined ? {} : { app: service }),
  }
}

export function rateIn(
  window: ScrapedWindow | undefined,
  pair: ScrapedPair | undefined,
  counter: Counter,
): number | null {
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
