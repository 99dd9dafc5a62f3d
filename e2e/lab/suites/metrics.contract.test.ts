import { beforeAll } from 'vitest'
import { prometheusMetrics } from '../../../lib/adapters/prometheus/prometheus-metrics.ts'
import { metricsContract } from '../../../lib/ports/metrics.contract.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'
import { askPrometheus } from './support/prometheus.ts'

beforeAll(async () => {
  const hasTraffic = async (ago: string) =>
    (await askPrometheus(`sum(rate(istio_requests_total{destination_service_name="cart"}[60s] offset ${ago})) > 0`))
      .length === 1
  const isLongAtWork = async () => (await hasTraffic('20s')) && (await hasTraffic('5m'))
  await until('cart has had traffic for five minutes', isLongAtWork, { seconds: 420, everyMs: 5000 })
}, 430_000)

metricsContract('the lab’s mesh in its own Prometheus', async () => ({
  metrics: prometheusMetrics({ baseUrl: lab.urls.prometheus, headers: {} }),
  // Late enough for every proxy's sample to be in.
  at: Math.floor(Date.now() / 1000) - 15,
  scrapeIntervalSeconds: 5,
  namespace: 'pay',
  service: { namespace: 'shop', name: 'cart' },
}))
