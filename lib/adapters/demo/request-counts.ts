import type { RequestCount } from '../../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { CountsQuery } from '../../ports/metrics.ts'
import { type Flow, reportersOf } from './flow.ts'
import { scrapeIntervalSeconds } from './scraped-counter.ts'
import type { DemoWorld } from './world.ts'

/** What raw counters of a service say between two moments, by the samples a Prometheus would hold. */
export function requestCounts(world: DemoWorld, query: CountsQuery, now: UnixSeconds): RequestCount[] {
  const sampleBefore = (second: UnixSeconds) =>
    Math.floor(Math.min(second, now) / scrapeIntervalSeconds) * scrapeIntervalSeconds
  const [before, after] = [world.countsBy(sampleBefore(query.from)), world.countsBy(sampleBefore(query.to))]
  const counts = new Map<string, RequestCount>()
  for (const flow of world.flows()) {
    if (flow.tcp === undefined && isTo(flow, query)) {
      for (const reporter of reportersOf(flow)) {
        const requests = after(flow, reporter) - before(flow, reporter)
        const { source, destination } = flow
        const key = JSON.stringify([reporter, source, destination])
        if (requests > 0) {
          counts.set(key, { reporter, source, destination, requests: requests + (counts.get(key)?.requests ?? 0) })
        }
      }
    }
  }
  return [...counts.values()]
}

function isTo({ destination }: Flow, { namespace, service }: CountsQuery): boolean {
  return destination.serviceNamespace === namespace && destination.service === service
}
