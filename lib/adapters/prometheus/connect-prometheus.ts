import type { Alerts } from '../../ports/alerts.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { callQueryText } from './call-query-text.ts'
import { firstAnswering } from './first-answering.ts'
import { httpSender } from './http-sender.ts'
import { prometheusAlerts } from './prometheus-alerts.ts'
import { type PrometheusOptions, prometheusApi } from './prometheus-api.ts'
import { metricsOf } from './prometheus-metrics.ts'
import type { TlsFiles } from './tls-agent.ts'

export interface PrometheusServers extends Omit<PrometheusOptions, 'baseUrl' | 'send'> {
  /** Servers with the same data, in the order of preference. */
  baseUrls: readonly [string, ...string[]]
  tls?: TlsFiles
  log?: Pick<Log, 'warn'>
}

/** Metrics and the alerts of rules from one Prometheus, or from the first of several that answers. Throws when a file of `tls` cannot be read. */
export function connectPrometheus({ baseUrls, tls, log, ...options }: PrometheusServers): {
  metrics: Metrics
  alerts: Alerts
} {
  const send = httpSender(tls)
  const serverAt = (baseUrl: string) => {
    const api = prometheusApi({ ...options, baseUrl, send })
    return { name: new URL(baseUrl).host, metrics: metricsOf(api), alerts: prometheusAlerts(api) }
  }
  const [first, ...others] = baseUrls
  const servers = firstAnswering([serverAt(first), ...others.map(serverAt)], log)
  return {
    metrics: {
      edgeTraffic: (query, signal) => servers.ask(signal, ({ metrics }) => metrics.edgeTraffic(query, signal)),
      serviceTraffic: (query, signal) => servers.ask(signal, ({ metrics }) => metrics.serviceTraffic(query, signal)),
      arrivals: (query, signal) => servers.ask(signal, ({ metrics }) => metrics.arrivals(query, signal)),
      callHistory: (query, signal) => servers.ask(signal, ({ metrics }) => metrics.callHistory(query, signal)),
      callQuery: callQueryText,
      requestCounts: (query, signal) => servers.ask(signal, ({ metrics }) => metrics.requestCounts(query, signal)),
      scrapeIntervalSeconds: (signal, namespaces) =>
        servers.ask(signal, ({ metrics }) => metrics.scrapeIntervalSeconds(signal, namespaces)),
      probe: (signal) => servers.ask(signal, ({ metrics }) => metrics.probe(signal)),
      ...(others.length > 0 && { answeredBy: () => servers.current().name }),
    },
    alerts: {
      source: 'prometheus',
      list: (signal) => servers.ask(signal, ({ alerts }) => alerts.list(signal)),
    },
  }
}
