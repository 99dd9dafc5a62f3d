import { metricsContract } from '../../ports/metrics.contract.ts'
import { meshHistory } from '../../testing/mesh-history.ts'
import { startPrometheus } from '../../testing/prometheus-server.ts'
import { smallMesh } from '../../testing/small-mesh-history.ts'
import { prometheusMetrics } from './prometheus-metrics.ts'

metricsContract('a real Prometheus with a hand-built mesh', async () => {
  const at = Math.floor(Date.now() / 5000) * 5
  const history = meshHistory(smallMesh(), { from: at - 900, to: at, stepSeconds: 5 })
  const server = await startPrometheus({ history })
  return {
    metrics: prometheusMetrics({ baseUrl: server.url, headers: {} }),
    at,
    scrapeIntervalSeconds: 5,
    namespace: 'pay',
    service: { namespace: 'shop', name: 'cart' },
    stop: server.stop,
  }
})
