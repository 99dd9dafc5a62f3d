import type { Arrivals, Points } from '../../domain/telemetry/traffic.ts'
import type { ArrivalsQuery } from '../../ports/metrics.ts'
import { historyTimestamps, placedPoints, summedPoints } from './history-points.ts'
import { rateWindowSeconds } from './history-texts.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { combined, equals, oneOf, partLabel, rates, summed as sum } from './promql.ts'
import type { Ends, Labels } from './telemetry-labels.ts'
import {
  canBeLabelled,
  destinationLabels,
  endsIdentity,
  identity,
  outcomeLabels,
  readEnds,
  readFlags,
  readOutcome,
  reporterNames,
  sourceLabels,
} from './telemetry-labels.ts'

const endLabels = ['reporter', ...sourceLabels, ...destinationLabels]

/** One range query over the traffic whose destination is one of a few services. */
export async function readArrivals(
  api: PrometheusApi,
  query: ArrivalsQuery,
  scrapeIntervalSeconds: number | undefined,
  signal?: AbortSignal,
): Promise<Arrivals> {
  signal?.throwIfAborted()
  const { stepSeconds } = query
  const timestamps = historyTimestamps(query)
  const selectors = selectorsOf(query)
  const span = { from: query.from, to: timestamps.at(-1) ?? query.from, stepSeconds }
  const text = queryText(selectors, rateWindowSeconds(stepSeconds, scrapeIntervalSeconds))
  const series = selectors.length === 0 ? [] : await api.range(text, span, signal)
  const requests = new Map<string, Arrivals['requests'][number]>()
  const connections = new Map<string, Arrivals['connections'][number]>()
  for (const { labels, points } of series) {
    const ends = readEnds(labels)
    if (ends === undefined) {
      continue
    }
    const placed = placedPoints(points, timestamps, stepSeconds)
    if (labels[partLabel] === 'opened') {
      addTo(connections, { ...ends, flags: readFlags(labels), points: placed }, labels)
    } else {
      addTo(requests, { ...ends, ...readOutcome(labels), points: placed }, labels)
    }
  }
  return { timestamps, stepSeconds, requests: [...requests.values()], connections: [...connections.values()] }
}

/** One selector a namespace; none when no series can match. */
function selectorsOf({ services }: ArrivalsQuery): string[][] {
  const askable = services.filter(({ namespace, name }) => canBeLabelled(namespace) && canBeLabelled(name))
  return [...Map.groupBy(askable, ({ namespace }) => namespace)].map(([namespace, own]) => [
    oneOf('reporter', reporterNames),
    equals('destination_service_namespace', namespace),
    oneOf('destination_service_name', [...new Set(own.map(({ name }) => name))].sort()),
  ])
}

function queryText(selectors: string[][], windowSeconds: number): string {
  const summed = (metric: string, by: string[]): string => sum(rates(metric, selectors, windowSeconds), by)
  return combined({
    requests: summed('istio_requests_total', [...endLabels, ...outcomeLabels]),
    opened: summed('istio_tcp_connections_opened_total', [...endLabels, 'response_flags']),
  })
}

/** Different spellings of one row (`UF,URX` and `URX,UF`) are one. */
function addTo<Row extends Ends & { points: Points; flags: string[] }>(
  rows: Map<string, Row>,
  row: Row,
  { request_protocol, response_code, grpc_response_status }: Labels,
): void {
  const key = identity(endsIdentity(row), request_protocol, response_code, grpc_response_status, row.flags.join())
  const known = rows.get(key)
  rows.set(key, known === undefined ? row : { ...known, points: summedPoints(known.points, row.points) })
}
