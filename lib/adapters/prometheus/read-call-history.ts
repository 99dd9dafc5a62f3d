import type { CallHistory, CallQueries, Points } from '../../domain/telemetry/traffic.ts'
import type { CallHistoryQuery } from '../../ports/metrics.ts'
import { allOrNone } from './all-or-none.ts'
import { historyTimestamps, placedPoints, summedPoints } from './history-points.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { combined, partLabel, summedIncrease } from './promql.ts'
import {
  destinationLabels,
  type Ends,
  endsIdentity,
  identity,
  readEnds,
  readOutcome,
  sourceLabels,
} from './telemetry-labels.ts'
import { touchingSelectors } from './touching-selectors.ts'
import type { Series } from './wire.ts'

const endLabels = ['reporter', ...sourceLabels, ...destinationLabels]
const outcomeLabels = ['request_protocol', 'response_code', 'grpc_response_status', 'response_flags']

/** Three range queries, each over the raw counters of every call. */
export async function readCallHistory(
  api: PrometheusApi,
  query: CallHistoryQuery,
  signal?: AbortSignal,
): Promise<CallHistory> {
  signal?.throwIfAborted()
  const { from, to, stepSeconds } = query
  const bucketTimes = historyTimestamps({ from, to: to - stepSeconds, stepSeconds })
  const queries = callHistoryTexts(query)
  if (queries === undefined) {
    return { bucketTimes, stepSeconds, requests: [], times: [], tcp: [] }
  }
  const ends = bucketTimes.map((start) => start + stepSeconds)
  const span = { from: from + stepSeconds, to: ends.at(-1) ?? to, stepSeconds }
  const [requests = [], times = [], tcp = []] = await allOrNone(signal, (end) =>
    [queries.requests, queries.times, queries.tcp].map((text) => api.range(text, span, end)),
  )
  const place = ({ points }: Series): Points =>
    placedPoints(points, ends, stepSeconds).map((value) => (value === null ? null : value / stepSeconds))
  const nothing = (): Points => ends.map(() => null)
  return {
    bucketTimes,
    stepSeconds,
    requests: requestRows(requests, place),
    times: partedRows(times, place, () => ({ requests: nothing(), milliseconds: nothing() })),
    tcp: partedRows(tcp, place, () => ({ sentBytes: nothing(), receivedBytes: nothing(), connections: nothing() })),
    queries,
  }
}

/** The text of the range queries behind one history; undefined when no series can match. */
export function callHistoryTexts({ stepSeconds, namespaces }: CallHistoryQuery): CallQueries | undefined {
  const selectors = touchingSelectors(namespaces)
  const summed = (metric: string, by: string[]): string => summedIncrease(metric, by, selectors, stepSeconds)
  return selectors.length === 0
    ? undefined
    : {
        requests: summed('istio_requests_total', [...endLabels, ...outcomeLabels]),
        times: combined({
          requests: summed('istio_request_duration_milliseconds_count', endLabels),
          milliseconds: summed('istio_request_duration_milliseconds_sum', endLabels),
        }),
        tcp: combined({
          sentBytes: summed('istio_tcp_sent_bytes_total', endLabels),
          receivedBytes: summed('istio_tcp_received_bytes_total', endLabels),
          connections: summed('istio_tcp_connections_opened_total', endLabels),
        }),
      }
}

type RequestLine = CallHistory['requests'][number]

/** Different spellings of one row (`UF,URX` and `URX,UF`) are one. */
function requestRows(all: Series[], place: (series: Series) => Points): RequestLine[] {
  const rows = new Map<string, RequestLine>()
  for (const series of all) {
    const ends = readEnds(series.labels)
    if (ends === undefined) {
      continue
    }
    const outcome = readOutcome(series.labels)
    const { protocol, code, grpcStatus, flags } = outcome
    const key = identity(endsIdentity(ends), protocol, code, grpcStatus, flags.join())
    const points = place(series)
    const known = rows.get(key)
    rows.set(key, {
      ...ends,
      ...outcome,
      points: known === undefined ? points : summedPoints(known.points, points),
    })
  }
  return [...rows.values()]
}

function partedRows<Part extends string>(
  all: Series[],
  place: (series: Series) => Points,
  nothing: () => Record<Part, Points>,
): (Ends & Record<Part, Points>)[] {
  const rows = new Map<string, Ends & Record<Part, Points>>()
  const isPart = (text: string | undefined, row: object): text is Part => text !== undefined && text in row
  for (const series of all) {
    const ends = readEnds(series.labels)
    if (ends === undefined) {
      continue
    }
    const key = endsIdentity(ends)
    const empty = nothing()
    const row = rows.get(key) ?? { ...ends, ...empty }
    rows.set(key, row)
    const part = series.labels[partLabel]
    if (isPart(part, empty)) {
      Object.assign(row, { [part]: summedPoints(row[part], place(series)) })
    }
  }
  return [...rows.values()]
}
