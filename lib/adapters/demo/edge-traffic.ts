import type { EdgeTraffic, LatencyRow, Reporter, RequestRow, TcpRow } from '../../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { EdgeTrafficQuery } from '../../ports/metrics.ts'
import { type Flow, flagsOf, reportersOf } from './flow.ts'
import { bucketsOver, totalMsOver } from './latency-history.ts'
import { latencyBoundsMs } from './latency-law.ts'
import { type ScrapedPair, type ScrapedWindow, scrapedWindow } from './scraped-counter.ts'
import { tcpCounters } from './tcp-counters.ts'
import type { DemoWorld } from './world.ts'

/** All edges over one window, as Prometheus's `rate` over the scraped counters would tell them. */
export function edgeTraffic(world: DemoWorld, query: EdgeTrafficQuery, now: UnixSeconds): EdgeTraffic {
  const window = scrapedWindow(world, { ...query, now })
  const namespaces = query.namespaces === undefined ? undefined : new Set(query.namespaces)
  const requests: RequestRow[] = []
  const tcp: TcpRow[] = []
  const latencies = latencySums(window, query.withQuantiles)
  for (const flow of world.flows()) {
    if (namespaces !== undefined && !touches(flow, namespaces)) {
      continue
    }
    if (flow.tcp !== undefined) {
      tcp.push(...tcpRows(window, flow))
      continue
    }
    for (const reporter of reportersOf(flow)) {
      const pair = window.pair(flow, reporter)
      if (pair === undefined || pair.lastCount === pair.firstCount) {
        continue
      }
      const perSecond = window.perSecond(pair, pair.firstCount, pair.lastCount)
      requests.push({ ...rowOf(flow, reporter), perSecond })
      latencies.add(flow, reporter, pair, perSecond)
    }
  }
  return { requests, latencies: latencies.rows(), tcp, unusableSamples: 0 }
}

/** Whether a call touches one of these; a destination without a service lies where its authority says: `payments.pay:9080`. */
export function touches({ source, destination }: Flow, namespaces: Set<string>): boolean {
  const { namespace, serviceNamespace, host } = destination
  const asked = serviceNamespace === undefined ? /^[^.]+\.([^.:]+)/.exec(host ?? '')?.[1] : undefined
  return [source.namespace, namespace, serviceNamespace, asked].some(
    (place) => place !== undefined && namespaces.has(place),
  )
}

function protocolOf(flow: Flow): 'http' | 'grpc' {
  return flow.protocol === 'grpc' ? 'grpc' : 'http'
}

function rowOf(flow: Flow, reporter: Reporter): Omit<RequestRow, 'perSecond'> {
  return {
    reporter,
    source: flow.source,
    destination: flow.destination,
    protocol: protocolOf(flow),
    code: flow.code,
    ...(flow.grpcStatus === undefined ? {} : { grpcStatus: flow.grpcStatus }),
    flags: flagsOf(flow),
    security: reporter === 'destination' ? flow.security : 'unknown',
  }
}

function tcpRows(window: ScrapedWindow, flow: Flow): TcpRow[] {
  return reportersOf(flow).flatMap((reporter): TcpRow[] => {
    const rates = tcpCounters(flow, reporter, window)
    return rates === undefined || (rates.connections === 0 && rates.sentBytes === 0 && rates.receivedBytes === 0)
      ? []
      : [
          {
            reporter,
            source: flow.source,
            destination: flow.destination,
            flags: flagsOf(flow),
            security: reporter === 'destination' ? flow.security : 'unknown',
            sentBytesPerSecond: rates.sentBytes,
            receivedBytesPerSecond: rates.receivedBytes,
            connectionsPerSecond: rates.connections,
          },
        ]
  })
}

/** Adds up the latency series of all outcomes of an edge. */
function latencySums(window: ScrapedWindow, withBuckets: boolean) {
  const sums = new Map<string, { row: LatencyRow; msPerSecond: number; buckets: number[] }>()
  return {
    add(flow: Flow, reporter: 'source' | 'destination', pair: ScrapedPair, perSecond: number) {
      const protocol = protocolOf(flow)
      const key = `${reporter}${protocol}${flow.edge}`
      const { source, destination } = flow
      const sum = sums.get(key) ?? {
        row: { reporter, source, destination, protocol, requestsPerSecond: 0 },
        msPerSecond: 0,
        buckets: latencyBoundsMs.map(() => 0),
      }
      sums.set(key, sum)
      const spans = flow.latency[reporter]
      sum.row.requestsPerSecond += perSecond
      sum.msPerSecond += window.perSecond(
        pair,
        totalMsOver(spans, flow.wave, pair.firstCount),
        totalMsOver(spans, flow.wave, pair.lastCount),
      )
      if (withBuckets) {
        const first = bucketsOver(spans, flow.wave, pair.firstCount)
        const last = bucketsOver(spans, flow.wave, pair.lastCount)
        sum.buckets = sum.buckets.map(
          (rate, bound) => rate + window.perSecond(pair, first[bound] ?? 0, last[bound] ?? 0),
        )
      }
    },
    rows: (): LatencyRow[] =>
      [...sums.values()].map(({ row, msPerSecond, buckets }) => ({
        ...row,
        meanMs: msPerSecond / row.requestsPerSecond,
        ...(withBuckets
          ? {
              buckets: [
                ...latencyBoundsMs.map((leMs, bound) => ({ leMs, perSecond: buckets[bound] ?? 0 })),
                { leMs: Number.POSITIVE_INFINITY, perSecond: row.requestsPerSecond },
              ],
            }
          : {}),
      })),
  }
}
