import type { CallQueries, HistoryQueries } from '../../domain/telemetry/traffic.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CallHistoryQuery, CallQuestion, Metrics, ServiceTrafficQuery } from '../../ports/metrics.ts'
import { arrivals } from './arrivals.ts'
import { callHistory } from './call-history.ts'
import { edgeTraffic } from './edge-traffic.ts'
import { requestCounts } from './request-counts.ts'
import { scrapeIntervalSeconds } from './scraped-counter.ts'
import { serviceHistory } from './service-history.ts'
import type { DemoWorld } from './world.ts'

/** How a Prometheus that scrapes the demo would be asked. */
export interface QueryTexts {
  history(query: ServiceTrafficQuery, scrapeIntervalSeconds: number): HistoryQueries
  callHistory(query: CallHistoryQuery): CallQueries | undefined
  call(question: CallQuestion): string | undefined
}

/** Telemetry of the demo world as a Prometheus that scrapes it every five seconds would answer. */
export function demoMetrics(world: DemoWorld, clock: Clock, texts?: QueryTexts): Metrics {
  return {
    async edgeTraffic(query, signal) {
      signal?.throwIfAborted()
      return edgeTraffic(world, query, clock.now())
    },
    async serviceTraffic(query, signal) {
      signal?.throwIfAborted()
      const history = serviceHistory(world, query, clock.now())
      return texts === undefined ? history : { ...history, queries: texts.history(query, scrapeIntervalSeconds) }
    },
    async arrivals(query, signal) {
      signal?.throwIfAborted()
      return arrivals(world, query, clock.now())
    },
    async callHistory(query, signal) {
      signal?.throwIfAborted()
      const queries = texts?.callHistory(query)
      return { ...callHistory(world, query, clock.now()), ...(queries !== undefined && { queries }) }
    },
    ...(texts !== undefined && { callQuery: texts.call }),
    async requestCounts(query, signal) {
      signal?.throwIfAborted()
      return requestCounts(world, query, clock.now())
    },
    async scrapeIntervalSeconds() {
      return scrapeIntervalSeconds
    },
    async probe(signal) {
      signal?.throwIfAborted()
    },
  }
}
