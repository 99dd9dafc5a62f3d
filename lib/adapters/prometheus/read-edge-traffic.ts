import { AppError } from '../../domain/errors.ts'
import type { EdgeTraffic } from '../../domain/telemetry/traffic.ts'
import type { EdgeTrafficQuery } from '../../ports/metrics.ts'
import { allOrNone } from './all-or-none.ts'
import { edgeLabels, edgeRows } from './edge-rows.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { combined, rates, recordedSeries, summedPacked } from './promql.ts'
import type { RecordedRates } from './recorded-rates.ts'
import { touchingSelectors } from './touching-selectors.ts'
import type { Sample } from './wire.ts'

/**
 * Three instant queries, with quantiles four, whatever the number of namespaces. Where the rates are recorded these are asked for; when nothing
 * moves in them the rules may be gone, and what they were made of is asked instead.
 */
export async function readEdgeTraffic(
  api: PrometheusApi,
  query: EdgeTrafficQuery,
  recorded: RecordedRates,
  signal?: AbortSignal,
): Promise<EdgeTraffic> {
  signal?.throwIfAborted()
  const windowSeconds = Math.round(query.windowSeconds)
  if (!(windowSeconds >= 1) || !Number.isFinite(windowSeconds) || !Number.isFinite(query.at)) {
    throw new AppError('invalid', { source: 'prometheus', reason: 'window' })
  }
  const selectors = touchingSelectors(query.namespaces)
  if (selectors.length === 0) {
    return { requests: [], latencies: [], tcp: [], unusableSamples: 0 }
  }
  const names = recorded.namesFor({ at: query.at, windowSeconds })
  if (names !== undefined) {
    const kept = await readRows(
      api,
      query,
      queryTexts(query, (metric) => recordedSeries(names(metric), selectors)),
      signal,
    )
    if (kept.requests.length > 0 || kept.tcp.length > 0) {
      return kept
    }
    recorded.forget()
  }
  const texts = queryTexts(query, (metric) => rates(metric, selectors, windowSeconds))
  return readRows(api, query, texts, signal)
}

async function readRows(
  api: PrometheusApi,
  query: EdgeTrafficQuery,
  texts: string[],
  signal?: AbortSignal,
): Promise<EdgeTraffic> {
  const { requestRows, tcpRows, addDurations, addBuckets, latencyRows } = edgeRows()
  const rows: Pick<EdgeTraffic, 'requests' | 'tcp'> = { requests: [], tcp: [] }
  let unusableSamples = 0
  const readers = [
    (samples: Sample[]) => {
      rows.requests = requestRows(samples)
    },
    (samples: Sample[]) => {
      rows.tcp = tcpRows(samples)
    },
    addDurations,
    addBuckets,
  ]
  const answers = await allOrNone(signal, (end) =>
    texts.map(async (text, place) => {
      const { samples, isPartial } = await api.vector(text, query.at, end)
      // Read at once, while the slower answers are still on their way.
      readers[place]?.(samples)
      unusableSamples += samples.filter(({ value }) => Number.isNaN(value)).length
      return { isPartial }
    }),
  )
  return {
    ...rows,
    latencies: latencyRows(),
    unusableSamples,
    ...(answers.some(({ isPartial }) => isPartial) && { isPartial: true }),
  }
}

function queryTexts({ withQuantiles }: EdgeTrafficQuery, ratesOf: (metric: string) => string): string[] {
  const summed = (metric: string, by: readonly string[]) => summedPacked(ratesOf(metric), by)
  // `!= 0` rather than `> 0`: it lets NaN through, which is counted and reported instead of vanishing.
  const moving = (metric: string, by: readonly string[]) => `${summed(metric, by)} != 0`
  const texts = [
    moving('istio_requests_total', edgeLabels.requests),
    combined({
      sent: moving('istio_tcp_sent_bytes_total', edgeLabels.tcp),
      received: moving('istio_tcp_received_bytes_total', edgeLabels.tcp),
      opened: moving('istio_tcp_connections_opened_total', edgeLabels.tcp),
    }),
  ]
  texts.push(summed('istio_request_duration_milliseconds_sum', edgeLabels.durations))
  if (withQuantiles) {
    texts.push(summed('istio_request_duration_milliseconds_bucket', edgeLabels.buckets))
  }
  return texts
}
