import type { Arrivals, Points } from '../../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { ArrivalsQuery } from '../../ports/metrics.ts'
import { type Flow, flagsOf, type Reporter, reportersOf } from './flow.ts'
import type { ScrapedWindow } from './scraped-counter.ts'
import { historyWindows, rateIn } from './service-history.ts'
import { tcpCountersAfter } from './tcp-counters.ts'
import type { DemoWorld } from './world.ts'

/** What arrived at a few services, as one range query over `rate` would answer. */
export function arrivals(world: DemoWorld, query: ArrivalsQuery, now: UnixSeconds): Arrivals {
  const { timestamps, windows } = historyWindows(world, query, now)
  const asked = new Set(query.services.map(({ namespace, name }) => `${namespace}/${name}`))
  const requests = new Map<string, Arrivals['requests'][number]>()
  const connections = new Map<string, Arrivals['connections'][number]>()
  for (const flow of world.flows()) {
    const { source, destination, code, grpcStatus } = flow
    if (!asked.has(`${destination.serviceNamespace}/${destination.service}`)) {
      continue
    }
    for (const reporter of reportersOf(flow)) {
      const points = pointsOf(flow, reporter, windows)
      if (points === undefined) {
        continue
      }
      const ends = { reporter, source, destination, flags: flagsOf(flow) }
      if (flow.tcp !== undefined) {
        addTo(connections, { ...ends, points })
      } else {
        const protocol = flow.protocol === 'grpc' ? ('grpc' as const) : ('http' as const)
        addTo(requests, { ...ends, protocol, code, ...(grpcStatus !== undefined && { grpcStatus }), points })
      }
    }
  }
  const { stepSeconds } = query
  return { timestamps, stepSeconds, requests: [...requests.values()], connections: [...connections.values()] }
}

/** Requests, or for TCP opened connections, per second; undefined where there is no series at all. */
function pointsOf(flow: Flow, reporter: Reporter, windows: ScrapedWindow[]): Points | undefined {
  const pairs = windows.map((window) => window.pair(flow, reporter))
  const counter = (count: number) => (flow.tcp === undefined ? count : tcpCountersAfter(flow, count).connections)
  return pairs.every((pair) => pair === undefined)
    ? undefined
    : pairs.map((pair, index) => rateIn(windows[index], pair, counter))
}

function addTo<Row extends { points: Points }>(rows: Map<string, Row>, row: Row): void {
  const { points, ...labels } = row
  const key = JSON.stringify(labels)
  const known = rows.get(key)
  const sum = (value: number | null, index: number) => {
    const more = points[index] ?? null
    return value === null ? more : value + (more ?? 0)
  }
  rows.set(key, known === undefined ? row : { ...known, points: known.points.map(sum) })
}
