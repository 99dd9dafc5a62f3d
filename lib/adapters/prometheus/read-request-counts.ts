import type { RequestCount } from '../../domain/telemetry/traffic.ts'
import type { CountsQuery } from '../../ports/metrics.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { equals, oneOf } from './promql.ts'
import {
  canBeLabelled,
  destinationLabels,
  endsIdentity,
  identity,
  type Labels,
  readEnds,
  reporterNames,
  sourceLabels,
} from './telemetry-labels.ts'

const endLabels = ['reporter', ...sourceLabels, ...destinationLabels]
/** Whose counter it is: one that begins anew does so for its proxy alone. */
const proxyLabels = ['job', 'instance', 'pod', 'kubernetes_pod_name']

/** Raw counters at two moments, subtracted proxy by proxy. */
export async function readRequestCounts(
  api: PrometheusApi,
  { namespace, service, from, to }: CountsQuery,
  signal?: AbortSignal,
): Promise<RequestCount[]> {
  signal?.throwIfAborted()
  if (!canBeLabelled(namespace) || !canBeLabelled(service)) {
    return []
  }
  const matchers = [
    oneOf('reporter', reporterNames),
    equals('destination_service_namespace', namespace),
    equals('destination_service_name', service),
  ]
  const text = `sum by (${[...endLabels, ...proxyLabels].join(',')}) (istio_requests_total{${matchers.join(',')}})`
  const [before, after] = await Promise.all([api.vector(text, from, signal), api.vector(text, to, signal)])
  const known = new Map(before.samples.map(({ labels, value }) => [seriesKey(labels), value]))
  const counts = new Map<string, RequestCount>()
  for (const { labels, value } of after.samples) {
    const ends = readEnds(labels)
    const old = known.get(seriesKey(labels)) ?? 0
    // Counters count whole requests; some exporters do not.
    const requests = Math.floor(value) - (value >= old ? Math.floor(old) : 0)
    if (ends !== undefined && requests > 0) {
      const key = endsIdentity(ends)
      counts.set(key, { ...ends, requests: requests + (counts.get(key)?.requests ?? 0) })
    }
  }
  return [...counts.values()]
}

function seriesKey(labels: Labels): string {
  return identity(...[...endLabels, ...proxyLabels].map((name) => labels[name]))
}
