import { FakeKubernetes } from '../../lib/testing/fake-kubernetes.ts'
import { type FakePrometheus, startFakePrometheus } from '../../lib/testing/fake-prometheus.ts'
import { type PrometheusServer, startPrometheus } from '../../lib/testing/prometheus-server.ts'
import { type Product, startProduct } from './product.ts'

export interface RealSources {
  console: Product
  /** Stands before a real Prometheus and can be told to misbehave. */
  prometheus: FakePrometheus
  kubernetes: FakeKubernetes
  /** The real Prometheus itself, for independent questions. */
  store: PrometheusServer
  stop(): Promise<void>
}

const workloads = [
  { namespace: 'edge', app: 'ingressgateway', version: '' },
  { namespace: 'shop', app: 'frontend', version: 'v12' },
  { namespace: 'shop', app: 'checkout', version: 'v9' },
  { namespace: 'pay', app: 'payments', version: 'v1' },
  { namespace: 'pay', app: 'payments', version: 'v2' },
]

/** The console as an operator runs it: a real Prometheus scrapes a mesh each second, and an API server tells what stands in it. */
export async function startRealSources(): Promise<RealSources> {
  const mesh = await startProduct({ EXANTAS_SOURCE: 'demo' })
  const store = await startPrometheus({
    scrape: { target: mesh.url.slice('http://'.length), path: '/api/demo/metrics', intervalSeconds: 1 },
  })
  const prometheus = await startFakePrometheus({ upstream: store.url })
  const kubernetes = await FakeKubernetes.start()
  fill(kubernetes)
  const product = await startProduct({
    EXANTAS_SOURCE: 'cluster',
    EXANTAS_PROMETHEUS_URL: prometheus.url,
    EXANTAS_PROMETHEUS_TIMEOUT_SECONDS: '2',
    EXANTAS_KUBE_TIMEOUT_SECONDS: '5',
    KUBECONFIG: await kubernetes.kubeconfig(),
  })
  return {
    console: product,
    prometheus,
    kubernetes,
    store,
    async stop() {
      await product.stop()
      await Promise.all([prometheus.stop(), kubernetes.close(), store.stop(), mesh.stop()])
    },
  }
}

function fill(kubernetes: FakeKubernetes): void {
  for (const name of new Set(workloads.map(({ namespace }) => namespace))) {
    kubernetes.put('/api/v1/namespaces', { metadata: { name, labels: { 'istio-injection': 'enabled' } } })
  }
  for (const { namespace, app, version } of workloads) {
    const name = version === '' ? app : `${app}-${version}`
    const labels = version === '' ? { app } : { app, version }
    kubernetes.put('/api/v1/services', {
      metadata: { name: app, namespace },
      spec: { ports: [{ name: 'http', port: 8080 }], selector: { app } },
    })
    kubernetes.put('/apis/apps/v1/deployments', {
      metadata: { name, namespace },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels } } },
      status: { readyReplicas: 1 },
    })
  }
}
