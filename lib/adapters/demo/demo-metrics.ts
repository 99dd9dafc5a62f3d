import type { HistoryQueries } from '../../domain/telemetry/traffic.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Metrics, ServiceTrafficQuery } from '../../ports/metrics.ts'
import { arrivals } from './arrivals.ts'
import { edgeTraffic } from './edge-traffic.ts'
import { scrapeIntervalSeconds } from './scraped-counter.ts'
import { serviceHistory } from './service-history.ts'
import type { DemoWorld } from './world.ts'

/** How a Prometheus that scrapes the demo would be asked for a history. */
export type QueriesOf = (query: ServiceTrafficQuery, scrapeIntervalSeconds: number) => HistoryQueries

/** Telemetry of the demo world as a Prometheus that scrapes it every five seconds would answer. */
export function demoMetrics(world: DemoWorld, clock: Clock, queriesOf?: QueriesOf): Metrics {
  return {
    async edgeTraffic(query, signal) {
      signal?.throwIfAborted()
      return edgeTraffic(world, query, clock.now())
    },
    async serviceTraffic(query, signal) {
      signal?.throwIfAborted()
      const history = serviceHistory(world, query, clock.now())
      return queriesOf === undefined ? history : { ...history, queries: queriesOf(query, scrapeIntervalSeconds) }
    },
    async arrivals(query, signal) {
      signal?.throwIfAborted()
      return arrivals(world, query, clock.now())
    },
    async scrapeIntervalSeconds() {
      return scrapeIntervalSeconds
    },
    async probe(signal) {
      signal?.throwIfAborted()
    },
  }
}
