import { beforeAll } from 'vitest'
import { prometheusMetrics } from '../../../lib/adapters/prometheus/prometheus-metrics.ts'
import { metricsContract } from '../../../lib/ports/metrics.contract.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'
import { askPrometheus } from './support/prometheus.ts'

beforeAll(async () => {
  const hadTraffic = async () =>
    (await askPrometheus('sum(rate(istio_requests_total[60s] offset 5m)) > 0')).length === 1
  await until('there was traffic five minutes ago', hadTraffic, { seconds: 380, everyMs: 5000 })
}, 400_000)

metricsContract('the lab’s mesh in its own Prometheus', async () => ({
  metrics: prometheusMetrics({ baseUrl: lab.urls.prometheus, headers: {} }),
  // Late enough for every proxy's sample to be in.
  at: Math.floor(Date.now() / 1000) - 15,
  scrapeIntervalSeconds: 5,
  namespace: 'pay',
  service: { namespace: 'shop', name: 'cart' },
}))
