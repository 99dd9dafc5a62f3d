import type { Metrics } from '../../ports/metrics.ts'
import { callQueryText } from './call-query-text.ts'
import type { PrometheusApi, PrometheusOptions } from './prometheus-api.ts'
import { prometheusApi } from './prometheus-api.ts'
import { readArrivals } from './read-arrivals.ts'
import { readCallHistory } from './read-call-history.ts'
import { readEdgeTraffic } from './read-edge-traffic.ts'
import { readRequestCounts } from './read-request-counts.ts'
import { readScrapeInterval } from './read-scrape-interval.ts'
import { readServiceTraffic } from './read-service-traffic.ts'
import { recordedRates } from './recorded-rates.ts'

export { authorizationHeader } from './authorization-header.ts'

const intervalFreshMs = 60_000
const keepIntervals = 64

/** `Metrics` from anything that answers Prometheus's query API: Prometheus, Thanos, Mimir, VictoriaMetrics. */
export function prometheusMetrics(options: PrometheusOptions): Metrics {
  return metricsOf(prometheusApi(options))
}

/** `Metrics` from one server. */
export function metricsOf(api: PrometheusApi): Metrics {
  const recorded = recordedRates(api)
  const intervals = new Map<string, { seconds: number; readAtMs: number }>()

  async function scrapeIntervalSeconds(signal?: AbortSignal, namespaces?: string[]): Promise<number | undefined> {
    const key = JSON.stringify(namespaces ?? 'all')
    const known = intervals.get(key)
    if (known !== undefined && performance.now() - known.readAtMs < intervalFreshMs) {
      return known.seconds
    }
    intervals.delete(key)
    const seconds = await readScrapeInterval(api, namespaces, signal)
    if (seconds !== undefined) {
      intervals.set(key, { seconds, readAtMs: performance.now() })
      for (const [oldest] of [...intervals].slice(0, -keepIntervals)) {
        intervals.delete(oldest)
      }
    }
    return seconds
  }

  return {
    edgeTraffic: (query, signal) => readEdgeTraffic(api, query, recorded, signal),
    serviceTraffic: async (query, signal) =>
      readServiceTraffic(api, query, await scrapeIntervalSeconds(signal, [query.namespace]), signal),
    arrivals: async (query, signal) => {
      const namespaces = [...new Set(query.services.map(({ namespace }) => namespace))].sort()
      return readArrivals(api, query, await scrapeIntervalSeconds(signal, namespaces), signal)
    },
    callHistory: (query, signal) => readCallHistory(api, query, signal),
    callQuery: callQueryText,
    requestCounts: (query, signal) => readRequestCounts(api, query, signal),
    scrapeIntervalSeconds,
    probe: (signal) => api.answers(signal),
  }
}
