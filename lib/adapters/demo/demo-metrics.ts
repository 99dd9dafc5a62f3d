import type { Clock } from '../../ports/clock.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { edgeTraffic } from './edge-traffic.ts'
import { scrapeIntervalSeconds } from './scraped-counter.ts'
import { serviceHistory } from './service-history.ts'
import type { DemoWorld } from './world.ts'

/** Telemetry of the demo world as a Prometheus that scrapes it every five seconds would answer. */
export function demoMetrics(world: DemoWorld, clock: Clock): Metrics {
  return {
    async edgeTraffic(query, signal) {
      signal?.throwIfAborted()
      return edgeTraffic(world, query, clock.now())
    },
    async serviceTraffic(query, signal) {
      signal?.throwIfAborted()
      return serviceHistory(world, query, clock.now())
    },
    async scrapeIntervalSeconds() {
      return scrapeIntervalSeconds
    },
    async probe(signal) {
      signal?.throwIfAborted()
    },
  }
}
