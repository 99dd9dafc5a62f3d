import type { Metrics } from '../../ports/metrics.ts'
import type { PrometheusOptions } from './prometheus-api.ts'
import { prometheusApi } from './prometheus-api.ts'
import { readEdgeTraffic } from './read-edge-traffic.ts'
import { readScrapeInterval } from './read-scrape-interval.ts'
import { readServiceTraffic } from './read-service-traffic.ts'

export { authorizationHeader } from './authorization-header.ts'

const intervalFreshMs = 60_000

/** `Metrics` from anything that answers Prometheus's query API: Prometheus, Thanos, Mimir, VictoriaMetrics. */
export function prometheusMetrics(options: PrometheusOptions): Metrics {
  const api = prometheusApi(options)
  let interval: { seconds: number; readAtMs: number } | undefined

  async function scrapeIntervalSeconds(signal?: AbortSignal): Promise<number | undefined> {
    if (interval !== undefined && performance.now() - interval.readAtMs < intervalFreshMs) {
      return interval.seconds
    }
    const seconds = await readScrapeInterval(api, signal)
    interval = seconds === undefined ? undefined : { seconds, readAtMs: performance.now() }
    return seconds
  }

  return {
    edgeTraffic: (query, signal) => readEdgeTraffic(api, query, signal),
    serviceTraffic: async (query, signal) =>
      readServiceTraffic(api, query, await scrapeIntervalSeconds(signal), signal),
    scrapeIntervalSeconds,
    probe: (signal) => api.answers(signal),
  }
}
