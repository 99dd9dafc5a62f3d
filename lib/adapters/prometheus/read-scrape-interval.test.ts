import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { edgeLabels, meshHistory } from '../../testing/mesh-history.ts'
import type { PrometheusServer } from '../../testing/prometheus-server.ts'
import { startPrometheus } from '../../testing/prometheus-server.ts'
import { prometheusApi } from './prometheus-api.ts'
import { prometheusMetrics } from './prometheus-metrics.ts'
import { readScrapeInterval } from './read-scrape-interval.ts'

const at = Math.floor(Date.now() / 60_000) * 60
const answered = { request_protocol: 'http', response_code: '200', response_flags: '-' }

/** Requests inside one namespace, counted by a job of its own pace. */
function job(name: string, namespace: string, stepSeconds: number, perSecond: number): string[] {
  const end = { namespace, workload: 'web', version: 'v1' }
  const labels = edgeLabels('source', end, { ...end, service: 'web' })
  const total = (second: number) => (second % stepSeconds === 0 ? perSecond * second : undefined)
  const series = { metric: 'istio_requests_total', labels: { ...labels, ...answered, job: name }, total }
  return [...meshHistory([series], { from: at - 900, to: at, stepSeconds: 5 })].filter((line) => line !== '# EOF\n')
}

let server: PrometheusServer
beforeAll(async () => {
  server = await startPrometheus({
    history: [
      ...job('fast', 'shop', 15, 900),
      ...job('slow', 'legacy', 60, 1),
      ...job('odd', 'batch', 30, 5),
      '# EOF\n',
    ],
  })
}, 60_000)
afterAll(() => server?.stop())

describe('where jobs scrape at different paces', () => {
  it.each([
    ['the mesh by its slowest', undefined, 60],
    ['a namespace by its own', ['shop'], 15],
    ['several namespaces by the slowest of theirs', ['batch', 'shop'], 30],
    ['none where nothing is measured', ['nowhere'], undefined],
    ['none where nobody is asked about', [], undefined],
    ['none for hostile text', ['a"} or vector(1)'], undefined],
  ])('tells the interval of %s', async (_, namespaces, seconds) => {
    const api = prometheusApi({ baseUrl: server.url, headers: {} })
    expect(await readScrapeInterval(api, namespaces)).toBe(seconds)
  })

  it('draws the history of a slowly scraped service without gaps', async () => {
    const metrics = prometheusMetrics({ baseUrl: server.url, headers: {} })
    const query = { namespace: 'legacy', service: 'web', from: at - 300, to: at, stepSeconds: 15 }
    const { requests } = await metrics.serviceTraffic(query)
    expect(requests[0]?.points.filter((point) => point === null)).toEqual([])
    expect(requests[0]?.points.at(-1)).toBeCloseTo(1, 6)
  })
})
