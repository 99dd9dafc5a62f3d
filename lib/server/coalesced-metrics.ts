import type { Clock } from '../ports/clock.ts'
import type { Metrics } from '../ports/metrics.ts'
import { sharedFlights } from './shared-flights.ts'

/** Metrics whose equal questions share one answer, by `sharedFlights`. */
export function coalescedMetrics(metrics: Metrics, clock: Clock): Metrics {
  const share = sharedFlights(clock)

  return {
    edgeTraffic: (query, signal) =>
      share(`edges ${JSON.stringify(query)}`, signal, (shared) => metrics.edgeTraffic(query, shared)),
    serviceTraffic: (query, signal) =>
      share(`service ${JSON.stringify(query)}`, signal, (shared) => metrics.serviceTraffic(query, shared)),
    arrivals: (query, signal) =>
      share(`arrivals ${JSON.stringify(query)}`, signal, (shared) => metrics.arrivals(query, shared)),
    callHistory: (query, signal) =>
      share(`calls ${JSON.stringify(query)}`, signal, (shared) => metrics.callHistory(query, shared)),
    ...(metrics.callQuery !== undefined && { callQuery: metrics.callQuery }),
    requestCounts: (query, signal) =>
      share(`counts ${JSON.stringify(query)}`, signal, (shared) => metrics.requestCounts(query, shared)),
    scrapeIntervalSeconds: (signal, namespaces) =>
      share(`interval ${JSON.stringify(namespaces)}`, signal, (shared) =>
        metrics.scrapeIntervalSeconds(shared, namespaces),
      ),
    probe: (signal) => metrics.probe(signal),
    ...(metrics.answeredBy !== undefined && { answeredBy: metrics.answeredBy }),
  }
}
