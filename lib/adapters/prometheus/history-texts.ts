import type { HistoryQueries, SeriesGroup } from '../../domain/telemetry/traffic.ts'
import type { ServiceTrafficQuery } from '../../ports/metrics.ts'
import { combined, equals, oneOf, rates, summed as sum } from './promql.ts'
import { calleeLabels, outcomeLabels, reporterNames, sourceLabels } from './telemetry-labels.ts'

const windowSecondsWithoutInterval = 60
const groupLabels = ['reporter', 'destination_canonical_revision']

/** The text of the range queries behind one history. */
export function historyTexts(query: ServiceTrafficQuery, scrapeIntervalSeconds: number | undefined): HistoryQueries {
  const windowSeconds = rateWindowSeconds(query.stepSeconds, scrapeIntervalSeconds)
  const selectors = selectorsOf(query)
  const summed = (metric: string, by: string[]): string => sum(rates(metric, selectors, windowSeconds), by)
  const peers = isLeaving(query) ? calleeLabels : sourceLabels
  const ends = [...groupLabels, ...peers]
  const timed = [...groupLabels, ...latencyLabels[query.latenciesBy ?? 'version'](peers)]
  return {
    requests: summed('istio_requests_total', [...ends, ...outcomeLabels]),
    latencies: combined({
      buckets: summed('istio_request_duration_milliseconds_bucket', [...timed, 'le']),
      sum: summed('istio_request_duration_milliseconds_sum', timed),
    }),
    tcp: combined({
      sent: summed('istio_tcp_sent_bytes_total', ends),
      received: summed('istio_tcp_received_bytes_total', ends),
      opened: summed('istio_tcp_connections_opened_total', [...ends, 'response_flags']),
    }),
  }
}

/** Whether the other ends are callees. */
export function isLeaving(query: ServiceTrafficQuery): boolean {
  return 'workload' in query && query.direction === 'out'
}

const latencyLabels: Record<SeriesGroup, (peers: string[]) => string[]> = {
  version: () => [],
  caller: (peers) => peers,
  code: () => ['response_code', 'grpc_response_status'],
  flag: () => ['response_flags'],
}

/** At least two scrapes, and a second over: a window open at its start loses one sample to the slightest jitter. */
export function rateWindowSeconds(stepSeconds: number, scrapeIntervalSeconds: number | undefined): number {
  const twoScrapes =
    scrapeIntervalSeconds === undefined ? windowSecondsWithoutInterval : Math.ceil(2 * scrapeIntervalSeconds) + 1
  return Math.max(Math.ceil(stepSeconds), twoScrapes)
}

/** A destination cluster that Istio did not know is the caller's own (istio/istio#29373). */
function selectorsOf(query: ServiceTrafficQuery): string[][] {
  const { cluster } = query
  const base = [oneOf('reporter', reporterNames), ...placeOf(query)]
  if (cluster === undefined) {
    return [base]
  }
  return isLeaving(query)
    ? [[...base, equals('source_cluster', cluster)]]
    : [
        [...base, equals('destination_cluster', cluster)],
        [...base, oneOf('destination_cluster', ['', 'unknown']), equals('source_cluster', cluster)],
      ]
}

function placeOf(query: ServiceTrafficQuery): string[] {
  const { namespace } = query
  if ('service' in query) {
    return [equals('destination_service_namespace', namespace), equals('destination_service_name', query.service)]
  }
  const end = query.direction === 'out' ? 'source' : 'destination'
  return [equals(`${end}_workload_namespace`, namespace), equals(`${end}_workload`, query.workload)]
}
