import { describe, expect, it } from 'vitest'
import { readAccessLogLine } from './access-log-line.ts'
import { expositionOf, labelText } from './exposition.ts'
import { type LogFields, samples } from './log-samples.ts'
import type { Labels } from './series-labels.ts'
import { SidecarCounts } from './sidecar-counts.ts'

function countsOf(lines: LogFields[], labels: Labels = [['of', 'test']]): string[] {
  const counts = new SidecarCounts()
  for (const fields of lines) {
    const line = readAccessLogLine(JSON.stringify(fields))
    if (line === undefined) {
      throw new Error('not a line of the log')
    }
    counts.record(line, () => labels)
  }
  return expositionOf(counts.families()).split('\n')
}

describe('requests', () => {
  it('are counted by their labels', () => {
    expect(countsOf([samples.source(), samples.source()])).toContain('istio_requests_total{of="test"} 2')
  })

  it('fall into Istio’s histogram buckets, upper bounds included', () => {
    const durations = [0, 1, 10, 11, 3_600_000, 3_600_001].map((duration) => samples.source({ duration }))
    const lines = countsOf(durations)
    const buckets = lines.flatMap((line) => {
      const [, bound, count] =
        /^istio_request_duration_milliseconds_bucket\{of="test",le="(.+)"\} (\d+)$/.exec(line) ?? []
      return bound === undefined ? [] : [`${bound}:${count}`]
    })
    expect(buckets.join(' ')).toBe(
      '0.5:1 1:2 5:2 10:3 25:4 50:4 100:4 250:4 500:4 1000:4 2500:4 5000:4 10000:4 30000:4 60000:4 300000:4 600000:4 1800000:4 3600000:5 +Inf:6',
    )
    expect(lines).toContain('istio_request_duration_milliseconds_sum{of="test"} 7200023')
    expect(lines).toContain('istio_request_duration_milliseconds_count{of="test"} 6')
  })

  it('have their bytes on the wire, headers included', () => {
    const lines = countsOf([samples.source()])
    expect(lines).toContain('istio_request_bytes_sum{of="test"} 306')
    expect(lines).toContain('istio_response_bytes_sum{of="test"} 274')
  })

  it('are counted by listener too, apart where no response was begun', () => {
    const lines = countsOf([
      samples.source(),
      samples.source({ response_code: 0, response_flags: 'DC' }),
      samples.destination(),
    ])
    expect(lines).toContain('lab_requests_logged_total{direction="outbound",port="8080",answered="true"} 1')
    expect(lines).toContain('lab_requests_logged_total{direction="outbound",port="8080",answered="false"} 1')
    expect(lines).toContain('lab_requests_logged_total{direction="inbound",port="8080",answered="true"} 1')
  })

  it('have every attempt counted at the cluster, and none where no upstream was tried', () => {
    const lines = countsOf([
      samples.source({ attempts: 3, response_flags: 'URX,UF' }),
      samples.source(),
      samples.sourceWithoutEndpoint({ attempts: 0, response_flags: 'FI' }),
      samples.sourceWithoutCluster({ attempts: 0, response_flags: 'NC' }),
    ])
    expect(lines.filter((line) => line.startsWith('lab_upstream_attempts_total'))).toEqual([
      'lab_upstream_attempts_total{cluster_name="outbound|8080|v3|catalog.shop.svc.cluster.local",protocol="http"} 4',
    ])
  })
})

describe('connections', () => {
  it('are opened, closed and weighed at once', () => {
    const lines = countsOf([samples.connection(), samples.connection({ response_flags: 'UH', attempts: 0 })])
    expect(lines).toContain('istio_tcp_connections_opened_total{of="test"} 2')
    expect(lines).toContain('istio_tcp_connections_closed_total{of="test"} 2')
    expect(lines).toContain('istio_tcp_sent_bytes_total{of="test"} 548')
    expect(lines).toContain('istio_tcp_received_bytes_total{of="test"} 612')
    expect(lines.filter((line) => line.startsWith('istio_requests_total'))).toEqual([])
  })

  it('refused before any filter saw them have no series of Istio’s', () => {
    const refused = samples.connection({
      reporter: 'destination',
      response_flags: 'NR',
      response_code_details: 'filter_chain_not_found',
      services: null,
      upstream_cluster: null,
      attempts: 0,
    })
    expect(countsOf([refused])).toEqual([
      '# TYPE lab_connections_refused_total counter',
      'lab_connections_refused_total 1',
      '',
    ])
  })
})

describe('labelText', () => {
  it('lets no value break out of its quotes or its line', () => {
    const hostile = 'a"} 1\nistio_requests_total{x="\\'
    expect(labelText([['host', hostile]])).toBe(String.raw`host="a\"} 1\nistio_requests_total{x=\"\\"`)
    expect(countsOf([samples.source()], [['host', hostile]]).filter((line) => line.startsWith('istio_req'))).toContain(
      String.raw`istio_requests_total{host="a\"} 1\nistio_requests_total{x=\"\\"} 1`,
    )
  })

  it('keeps two spellings apart only where the text can tell them apart', () => {
    const line = readAccessLogLine(JSON.stringify(samples.source({ authority: '\ud800' })))
    expect(line?.authority).toBe('\ufffd')
  })
})
