import { describe, expect, it } from 'vitest'
import { readEnvoyCounts, readLoggedCounts } from './proxy-counts.ts'
import { readSamples } from './read-samples.ts'

function plain(counts: ReadonlyMap<string, { count: number }>): Record<string, number> {
  return Object.fromEntries([...counts].map(([key, { count }]) => [key, count]))
}

describe('readEnvoyCounts', () => {
  it('counts requests and answers by listener, without the proxy’s own listeners', () => {
    const { counts, active, uptimeSeconds, removals } = readEnvoyCounts(`
# TYPE envoy_http_downstream_rq_completed counter
envoy_http_downstream_rq_completed{http_conn_manager_prefix="inbound_0.0.0.0_8080"} 240
envoy_http_downstream_rq_completed{http_conn_manager_prefix="outbound_0.0.0.0_8080"} 947
envoy_http_downstream_rq_completed{http_conn_manager_prefix="stats"} 30
envoy_http_downstream_rq_total{http_conn_manager_prefix="inbound_0.0.0.0_8080"} 240
envoy_http_downstream_rq_total{http_conn_manager_prefix="outbound_0.0.0.0_8080"} 948
envoy_http_downstream_rq_active{http_conn_manager_prefix="outbound_0.0.0.0_8080"} 2
envoy_http_downstream_rq_active{http_conn_manager_prefix="outbound_10.96.0.9_80"} 1
envoy_server_uptime{} 181
envoy_cluster_manager_cluster_removed{} 2
envoy_listener_manager_listener_removed{} 1
`)
    expect(plain(counts)).toEqual({
      'answers inbound 8080': 240,
      'answers outbound 8080': 947,
      'requests inbound 8080': 240,
      'requests outbound 8080': 948,
    })
    expect(active).toEqual({ inbound: 0, outbound: 3 })
    expect(uptimeSeconds).toBe(181)
    expect(removals).toBe(3)
  })

  it('counts as attempts also those that Envoy gave up before it counted them', () => {
    const { counts } = readEnvoyCounts(`
envoy_cluster_upstream_cx_http1_total{cluster_name="outbound|80||a"} 13
envoy_cluster_upstream_rq_total{cluster_name="outbound|80||a"} 340
envoy_cluster_upstream_rq_active_overflow{cluster_name="outbound|80||a"} 106
envoy_cluster_upstream_rq_pending_overflow{cluster_name="outbound|80||a"} 5
envoy_cluster_upstream_rq_cancelled{cluster_name="outbound|80||a"} 1
envoy_cluster_upstream_rq_completed{cluster_name="outbound|80|none|a"} 3
envoy_cluster_upstream_cx_none_healthy{cluster_name="outbound|80|none|a"} 3
envoy_cluster_upstream_cx_http1_total{cluster_name="inbound|7777||;"} 6
envoy_cluster_upstream_rq_pending_failure_eject{cluster_name="inbound|7777||;"} 6
`)
    expect(plain(counts)).toEqual({
      'attempts outbound outbound|80||a': 452,
      'attempts outbound outbound|80|none|a': 3,
      'attempts inbound inbound|7777||': 6,
    })
  })

  it('leaves out clusters of connections and of the proxy itself', () => {
    const { counts } = readEnvoyCounts(`
envoy_cluster_upstream_rq_total{cluster_name="outbound|5432||db"} 2
envoy_cluster_upstream_cx_none_healthy{cluster_name="outbound|5432||db"} 2
envoy_cluster_upstream_rq_total{cluster_name="xds-grpc"} 1
envoy_cluster_upstream_cx_http2_total{cluster_name="xds-grpc"} 1
`)
    expect(plain(counts)).toEqual({})
  })
})

describe('readLoggedCounts', () => {
  it('counts answers among the requests, and attempts of requests only', () => {
    const { counts, sinceSeconds } = readLoggedCounts(`
istio_requests_total{reporter="source"} 4
lab_requests_logged_total{direction="outbound",port="80",answered="true"} 3
lab_requests_logged_total{direction="outbound",port="80",answered="false"} 1
lab_requests_logged_total{direction="inbound",port="80",answered="false"} 1
lab_upstream_attempts_total{cluster_name="outbound|80||a",protocol="http"} 7
lab_upstream_attempts_total{cluster_name="outbound|5432||db",protocol="tcp"} 2
lab_counting_since_timestamp_seconds 12.5
`)
    expect(plain(counts)).toEqual({
      'requests outbound 80': 4,
      'answers outbound 80': 3,
      'requests inbound 80': 1,
      'answers inbound 80': 0,
      'attempts outbound outbound|80||a': 7,
    })
    expect(sinceSeconds).toBe(12.5)
  })
})

describe('readSamples', () => {
  it('reads escaped labels, and passes over what it was not asked for and what is no sample', () => {
    const text = String.raw`# HELP a text
a{x="1\"} 2\n\\",y=""} 3
a 4
b{x="1"} 5
a{x="unfinished`
    expect(readSamples(text, /^a$/)).toEqual([
      { name: 'a', labels: { x: '1"} 2\n\\', y: '' }, value: 3 },
      { name: 'a', labels: {}, value: 4 },
    ])
  })
})
