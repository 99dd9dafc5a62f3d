import { expect, test } from '@playwright/test'
import { type GraphEdge, type GraphNode, GraphSnapshot } from '../../lib/domain/graph/snapshot.ts'
import { type RealSources, startRealSources } from '../support/real-sources.ts'

const windowSeconds = 30

let sources: RealSources
let graph: GraphSnapshot
let nodes: Map<string, GraphNode>

test.beforeAll(async () => {
  test.setTimeout(180_000)
  sources = await startRealSources()
  const at = () => Math.floor(Date.now() / 1000)
  const startedAt = at()
  await expect.poll(() => at() - startedAt, { timeout: 90_000 }).toBeGreaterThan(windowSeconds + 5)
  const address = `${sources.console.url}/api/v1/graph?window=${windowSeconds}s&at=${at() - 2}`
  graph = GraphSnapshot.parse(await (await fetch(address)).json())
  nodes = new Map(graph.nodes.map((node) => [node.id, node]))
})

test.afterAll(() => sources.stop())

/** An instant query, asked of Prometheus without any of the product's code. */
async function ask(promql: string): Promise<number | undefined> {
  const query = new URLSearchParams({ query: promql, time: String(graph.takenAt) })
  const answer = await (await fetch(`${sources.store.url}/api/v1/query?${query}`)).json()
  const value = answer.data.result[0]?.value[1]
  return value === undefined ? undefined : Number(value)
}

function between(edge: GraphEdge, reporter: string): string {
  const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)]
  return `reporter="${reporter}",source_workload="${source?.name}",destination_workload="${target?.name}"`
}

for (const protocol of ['http', 'grpc', 'tcp'] as const) {
  for (const reporter of ['source', 'destination'] as const) {
    test(`every ${protocol} edge has the numbers that Prometheus has for the ${reporter} reporter`, async () => {
      const edges = graph.edges.filter(
        (edge) =>
          edge.protocol === protocol &&
          edge.reporters?.[reporter] !== undefined &&
          [edge.source, edge.target].every((id) => ['workload', 'gateway'].includes(nodes.get(id)?.kind ?? '')),
      )
      expect(edges.length).toBeGreaterThanOrEqual(protocol === 'tcp' ? 2 : 4)
      for (const edge of edges) {
        const view = edge.reporters?.[reporter]
        const labels = between(edge, reporter)
        if (protocol === 'tcp') {
          const metrics = ['istio_tcp_sent_bytes_total', 'istio_tcp_received_bytes_total']
          const [sent = 0, received = 0] = await Promise.all(
            metrics.map((metric) => ask(`sum(rate(${metric}{${labels}}[${windowSeconds}s]))`)),
          )
          expect((view?.bytesPerSecond ?? 0) / (sent + received)).toBeCloseTo(1, 4)
          continue
        }
        const requests = `istio_requests_total{${labels},request_protocol="${protocol}"}[${windowSeconds}s]`
        const rate = await ask(`sum(rate(${requests}))`)
        expect((view?.requestsPerSecond ?? 0) / (rate ?? 0), edge.id).toBeCloseTo(1, 4)
        for (const [status, perSecond] of Object.entries(view?.byCode ?? {})) {
          const label = protocol === 'grpc' ? 'grpc_response_status' : 'response_code'
          const code = status.replace('grpc ', '')
          const expected = await ask(
            `sum(rate(istio_requests_total{${labels},${label}="${code}",request_protocol="${protocol}"}[${windowSeconds}s]))`,
          )
          expect(perSecond / (expected ?? 0), `${edge.id} ${status}`).toBeCloseTo(1, 4)
        }
      }
    })
  }
}
