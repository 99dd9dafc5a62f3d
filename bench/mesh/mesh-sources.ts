import { setTimeout as delay } from 'node:timers/promises'
import { type Product, startProduct } from '../../e2e/support/product.ts'
import { FakeKubernetes } from '../../lib/testing/fake-kubernetes.ts'
import { type PrometheusServer, startPrometheus } from '../../lib/testing/prometheus-server.ts'
import { fillKubernetes } from './fill-kubernetes.ts'
import { type MeshPlan, type MeshSize, planMesh } from './mesh-plan.ts'
import { startMesh } from './mesh-process.ts'
import { historyText } from './write-series.ts'

const scrapeSeconds = 15
/** The product's own default; it holds four intervals. */
export const windowSeconds = 60
/** On a busy machine an answer is late, which the figures tell, and not missing. */
const patienceSeconds = 120

/** A planned mesh before the product: a real Prometheus holds its series, an API server says what stands in it. */
export interface MeshSources {
  prometheus: PrometheusServer
  /** The built product on these sources, or with its Prometheus behind something that looks on. */
  startProduct(options?: { prometheusUrl?: string }): Promise<Product>
  stop(): Promise<void>
}

/** A mesh that lives: it is scraped on and on, and every reading differs from the last. */
export async function startLiveMesh(size: MeshSize): Promise<MeshSources> {
  const mesh = await startMesh(size)
  const prometheus = await startPrometheus({
    scrape: { target: mesh.target, path: '/metrics', intervalSeconds: scrapeSeconds },
  })
  const sources = await sourcesOf(planMesh(size), prometheus, () => mesh.stop())
  await mesh.scraped(windowSeconds / scrapeSeconds)
  await delay(scrapeSeconds * 1000)
  return sources
}

export interface StoredMesh extends MeshSources {
  /** Unix seconds of the last sample. Windows that end here or up to one scrape interval later are full. */
  endsAt: number
  scrapeSeconds: number
}

/** A mesh that was scraped until now and is no more: nothing disturbs the questions about it. */
export async function startStoredMesh(size: MeshSize): Promise<StoredMesh> {
  const plan = planMesh(size)
  const endsAt = Math.floor(Date.now() / 1000)
  const prometheus = await startPrometheus({
    history: historyText(plan, { from: endsAt - windowSeconds, to: endsAt, stepSeconds: scrapeSeconds, age: 3600 }),
  })
  return { ...(await sourcesOf(plan, prometheus, async () => {})), endsAt, scrapeSeconds }
}

async function sourcesOf(
  plan: MeshPlan,
  prometheus: PrometheusServer,
  stopMesh: () => Promise<void>,
): Promise<MeshSources> {
  const kubernetes = await FakeKubernetes.start()
  fillKubernetes(kubernetes, plan)
  const kubeconfig = await kubernetes.kubeconfig()
  return {
    prometheus,
    startProduct: ({ prometheusUrl = prometheus.url } = {}) =>
      startProduct({
        EXANTAS_SOURCE: 'cluster',
        EXANTAS_PROMETHEUS_URL: prometheusUrl,
        EXANTAS_PROMETHEUS_TIMEOUT_SECONDS: String(patienceSeconds),
        KUBECONFIG: kubeconfig,
      }),
    async stop() {
      await Promise.all([prometheus.stop(), kubernetes.close(), stopMesh()])
    },
  }
}
