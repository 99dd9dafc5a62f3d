import type { AccessLogLine } from './access-log-line.ts'
import { labelText, type MetricFamily } from './exposition.ts'
import type { Labels } from './series-labels.ts'

/** Upper bounds in milliseconds and in bytes alike: Envoy's own. */
const bounds = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
]

interface Histogram {
  /** One more than bounds: the last holds what is above all. Not cumulative. */
  buckets: number[]
  sum: number
  count: number
}

/**
 * What one proxy counted since its log is followed: Istio's standard metrics, and under `lab_` what its own counters can
 * be held against. A connection is counted when it closes, opened and closed at once: its log line comes only then.
 */
export class SidecarCounts {
  #counters = new Map<string, Map<string, number>>()
  #histograms = new Map<string, Map<string, Histogram>>()

  /** `labels` are asked for only where the line belongs to a series. */
  record(line: AccessLogLine, labels: () => Labels): void {
    if (line.kind === 'request') {
      this.#recordRequest(line, labelText(labels()))
    } else if (!isRefusedAtListener(line)) {
      this.#recordConnection(line, labelText(labels()))
    } else {
      this.#add('lab_connections_refused_total', '')
      return
    }
    if (line.upstreamCluster !== undefined && line.attempts > 0) {
      const attempted: Labels = [
        ['cluster_name', line.upstreamCluster],
        ['protocol', line.kind === 'request' ? 'http' : 'tcp'],
      ]
      this.#add('lab_upstream_attempts_total', labelText(attempted), line.attempts)
    }
  }

  recordUnreadable(): void {
    this.#add('lab_unreadable_lines_total', '')
  }

  families(): MetricFamily[] {
    const counters = [...this.#counters].map(
      ([name, series]): MetricFamily => ({
        name,
        type: 'counter',
        samples: [...series].map(([labels, value]) => ({ suffix: '', labels, value })),
      }),
    )
    const histograms = [...this.#histograms].map(
      ([name, series]): MetricFamily => ({
        name,
        type: 'histogram',
        samples: [...series].flatMap(([labels, histogram]) => histogramSamples(labels, histogram)),
      }),
    )
    return [...counters, ...histograms]
  }

  #recordRequest(line: AccessLogLine, labels: string): void {
    this.#add('istio_requests_total', labels)
    this.#observe('istio_request_duration_milliseconds', labels, line.durationMs)
    this.#observe('istio_request_bytes', labels, line.receivedBytes)
    this.#observe('istio_response_bytes', labels, line.sentBytes)
    const logged: Labels = [
      ['direction', line.reporter === 'destination' ? 'inbound' : 'outbound'],
      ['port', line.listenerPort ?? ''],
      ['answered', line.responseCode > 0 ? 'true' : 'false'],
    ]
    this.#add('lab_requests_logged_total', labelText(logged))
  }

  #recordConnection(line: AccessLogLine, labels: string): void {
    this.#add('istio_tcp_connections_opened_total', labels)
    this.#add('istio_tcp_connections_closed_total', labels)
    this.#add('istio_tcp_sent_bytes_total', labels, line.sentBytes)
    this.#add('istio_tcp_received_bytes_total', labels, line.receivedBytes)
  }

  #add(name: string, labels: string, by = 1): void {
    const series = this.#counters.get(name) ?? new Map<string, number>()
    this.#counters.set(name, series.set(labels, (series.get(labels) ?? 0) + by))
  }

  #observe(name: string, labels: string, value: number): void {
    const series = this.#histograms.get(name) ?? new Map<string, Histogram>()
    const histogram = series.get(labels) ?? { buckets: new Array(bounds.length + 1).fill(0), sum: 0, count: 0 }
    const above = bounds.findIndex((bound) => value <= bound)
    const at = above < 0 ? bounds.length : above
    histogram.buckets[at] = (histogram.buckets[at] ?? 0) + 1
    histogram.sum += value
    histogram.count += 1
    this.#histograms.set(name, series.set(labels, histogram))
  }
}

/** Refused before any filter saw it, as plain text on a listener for mutual TLS: Istio has no series for that. */
function isRefusedAtListener(line: AccessLogLine): boolean {
  return line.responseFlags === 'NR' && line.upstreamCluster === undefined
}

function histogramSamples(labels: string, { buckets, sum, count }: Histogram): MetricFamily['samples'] {
  let below = 0
  const counted = buckets.map((inBucket, at) => {
    below += inBucket
    return { suffix: '_bucket', labels: `${labels},le="${bounds[at] ?? '+Inf'}"`, value: below }
  })
  return [...counted, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: count }]
}
