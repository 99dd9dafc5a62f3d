import type { UnixSeconds } from '../../domain/time.ts'
import { type Flow, type Reporter, reportersOf } from './flow.ts'
import { bucketsOver, totalMsOver } from './latency-history.ts'
import { latencyBoundsMs } from './latency-law.ts'
import { seriesLabels } from './series-labels.ts'
import { tcpCountersAfter } from './tcp-counters.ts'

/** One series of a metric: its name with labels, and its value when its flow stands at a count. */
interface ExportedSeries {
  id: string
  valueAt(second: UnixSeconds): number
}

/** The count of a flow's events by a second. */
export type CountAt = (flow: Flow, reporter: Reporter, second: UnixSeconds) => number

interface Family {
  name: string
  help: string
  type: 'counter' | 'histogram'
  isTcp: boolean
  series(flow: Flow, reporter: Reporter, countAt: CountAt): Iterable<ExportedSeries>
}

/** Every metric of Istio the demo exports. */
export const families: Family[] = [
  {
    name: 'istio_requests_total',
    help: 'Requests by outcome, as counted by one proxy.',
    type: 'counter',
    isTcp: false,
    *series(flow, reporter, countAt) {
      const id = `istio_requests_total{${seriesLabels(flow, reporter)}}`
      yield { id, valueAt: (second) => countAt(flow, reporter, second) }
    },
  },
  {
    name: 'istio_request_duration_milliseconds',
    help: 'Duration of requests, as measured by one proxy.',
    type: 'histogram',
    isTcp: false,
    series: durationSeries,
  },
  tcpFamily('istio_tcp_sent_bytes_total', 'Bytes the destination sent back.', 'sentBytes'),
  tcpFamily('istio_tcp_received_bytes_total', 'Bytes the destination received.', 'receivedBytes'),
  tcpFamily('istio_tcp_connections_opened_total', 'Connections opened.', 'connections'),
  tcpFamily('istio_tcp_connections_closed_total', 'Connections closed.', 'connections', true),
]

/** Pairs of flow and reporter that have series in a family. */
export function* reported(flows: Iterable<Flow>, family: Family): Generator<[Flow, Reporter]> {
  for (const flow of flows) {
    if ((flow.tcp !== undefined) === family.isTcp) {
      for (const reporter of reportersOf(flow)) {
        yield [flow, reporter]
      }
    }
  }
}

function* durationSeries(flow: Flow, reporter: Reporter, countAt: CountAt): Generator<ExportedSeries> {
  const name = 'istio_request_duration_milliseconds'
  const labels = seriesLabels(flow, reporter)
  const spans = flow.latency[reporter]
  for (const [bound, leMs] of latencyBoundsMs.entries()) {
    yield {
      id: `${name}_bucket{${labels},le="${leMs}"}`,
      valueAt: (second) => bucketsOver(spans, flow.wave, countAt(flow, reporter, second))[bound] ?? 0,
    }
  }
  yield { id: `${name}_bucket{${labels},le="+Inf"}`, valueAt: (second) => countAt(flow, reporter, second) }
  yield {
    id: `${name}_sum{${labels}}`,
    valueAt: (second) => totalMsOver(spans, flow.wave, countAt(flow, reporter, second)),
  }
  yield { id: `${name}_count{${labels}}`, valueAt: (second) => countAt(flow, reporter, second) }
}

function tcpFamily(
  name: string,
  help: string,
  counter: 'sentBytes' | 'receivedBytes' | 'connections',
  isDelayed = false,
): Family {
  return {
    name,
    help,
    type: 'counter',
    isTcp: true,
    *series(flow, reporter, countAt) {
      const delaySeconds = isDelayed ? (flow.tcp?.connectionSeconds ?? 0) : 0
      const valueAt = (second: UnixSeconds) =>
        tcpCountersAfter(flow, countAt(flow, reporter, second - delaySeconds))[counter]
      yield { id: `${name}{${seriesLabels(flow, reporter)}}`, valueAt }
    },
  }
}
