import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const folder = resolve(import.meta.dirname, '../../../deploy/prometheus')
const scratch = mkdtempSync(join(tmpdir(), 'exantas-rules-'))
afterAll(() => rmSync(scratch, { recursive: true }))

function promtool(...parameters: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync('promtool', parameters, { encoding: 'utf8' })
  return { code: status, said: error?.message ?? stdout + stderr }
}

const cart = { destination_service_namespace: 'shop', destination_service_name: 'cart' }

interface Sample {
  metric: string
  labels: Record<string, string>
  values: string
}

/** What fires after three minutes of these series, sampled every 15 s. */
function fires(alertname: string, series: Sample[], expected: { labels: object; summary: string }[]): object {
  const text = ({ metric, labels }: Sample) =>
    `${metric}{${Object.entries(labels).map(([name, value]) => `${name}="${value}"`)}}`
  const file = join(scratch, `${alertname}.json`)
  const test = {
    interval: '15s',
    input_series: series.map((sample) => ({ series: text(sample), values: sample.values })),
    alert_rule_test: [
      {
        eval_time: '3m',
        alertname,
        exp_alerts: expected.map(({ labels, summary }) => ({ exp_labels: labels, exp_annotations: { summary } })),
      },
    ],
  }
  const rule_files = [join(folder, 'alert-rules.yaml')]
  writeFileSync(file, JSON.stringify({ rule_files, evaluation_interval: '15s', tests: [test] }))
  return promtool('test', 'rules', file)
}

const works = { code: 0, said: expect.stringContaining('SUCCESS') }

describe('the shipped rules', () => {
  it.each(['recording-rules.yaml', 'alert-rules.yaml'])('%s are rules that Prometheus reads', (file) => {
    expect(promtool('check', 'rules', join(folder, file))).toEqual(works)
  })

  const requests = (labels: Record<string, string>, values: string): Sample => ({
    metric: 'istio_requests_total',
    labels: { reporter: 'source', ...cart, grpc_response_status: '', response_flags: '-', ...labels },
    values,
  })

  it('count what a fault filter did neither as failure nor as request', () => {
    const series = [
      requests({ response_code: '200' }, '0+95x20'),
      requests({ response_code: '503' }, '0+5x20'),
      requests({ response_code: '503', response_flags: 'FI' }, '0+900x20'),
      requests({ response_code: '503', response_flags: 'DI,FI' }, '0+900x20'),
    ]
    const alert = {
      labels: { severity: 'critical', ...cart },
      summary: 'cart fails 5% of the requests its callers send',
    }
    expect(fires('MeshServiceFailing', series, [alert])).toEqual(works)
  })

  it('count a flag of Envoy whatever the code, gRPC by its status, and no client failure', () => {
    const series = [
      requests({ response_code: '200' }, '0+90x20'),
      requests({ response_code: '404' }, '0+90x20'),
      requests({ response_code: '200', grpc_response_status: '5' }, '0+10x20'),
      requests({ response_code: '200', grpc_response_status: '14' }, '0+4x20'),
      requests({ response_code: '200', grpc_response_status: '14', response_flags: 'URX,UF' }, '0+6x20'),
    ]
    const alert = {
      labels: { severity: 'critical', ...cart },
      summary: 'cart fails 5% of the requests its callers send',
    }
    expect(fires('MeshServiceFailing', series, [alert])).toEqual(works)
  })

  it('do not fire for two failures', () => {
    const series = [
      requests({ response_code: '200' }, '0+1x20'),
      requests({ response_code: '503' }, '0 0 0 0 0 0 0 0 1 1 2 2 2'),
    ]
    expect(fires('MeshServiceFailing', series, [])).toEqual(works)
  })

  it('tell the first request that a pool refused, also when another proxy starts anew', () => {
    const series = [
      requests({ response_code: '503', response_flags: 'UO', pod: 'a' }, '_x10 1x10'),
      requests({ response_code: '503', response_flags: 'UO', pod: 'b' }, '500x8 0x10'),
    ]
    const alert = {
      labels: { severity: 'warning', ...cart },
      summary: '1 requests to cart were refused by its connection pool',
    }
    expect(fires('MeshPoolOverflow', series, [alert])).toEqual(works)
  })

  it('tell connections that failed', () => {
    const labels = { reporter: 'source', ...cart, response_flags: 'UF,URX' }
    const series = [{ metric: 'istio_tcp_connections_closed_total', labels, values: '7x4 7+1x20' }]
    const alert = { labels: { severity: 'critical', ...cart }, summary: '7 TCP connections to cart failed' }
    expect(fires('MeshConnectionsFailing', series, [alert])).toEqual(works)
  })

  it('tell what the control plane is in trouble with', () => {
    const rejects = [{ metric: 'pilot_total_xds_rejects', labels: { type: 'lds' }, values: '_x8 2x10' }]
    const rejected = {
      labels: { severity: 'critical', type: 'lds' },
      summary: 'Proxies rejected what the control plane sent 2 times (lds)',
    }
    expect(fires('MeshConfigurationRejected', rejects, [rejected])).toEqual(works)
    const missing = {
      labels: { severity: 'critical' },
      summary: 'No istiod is measured: proxies may keep their last configuration',
    }
    expect(fires('MeshControlPlaneMissing', [], [missing])).toEqual(works)
  })
})
