import dagre from '@dagrejs/dagre'
import { type GraphLayout, type Layered, type LayeredLayout, type LayoutInput, pairKey } from './graph-layout.ts'
import { layoutGraph } from './layout-graph.ts'

export interface LayoutRequest {
  key: string
  input: LayoutInput
}

export interface LayoutAnswer {
  key: string
  layout: GraphLayout
  /** Time spent laying out. */
  tookMs: number
}

/** Dagre's layered layout, left to right. Tight-tree: five times faster than network simplex at a thousand nodes. */
export const layeredByDagre: LayeredLayout = (nodes, pairs, gaps) => {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', ranker: 'tight-tree', ranksep: gaps.rank, nodesep: gaps.node, edgesep: 10 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of nodes) {
    graph.setNode(id, { width, height })
  }
  for (const { source, target } of pairs) {
    graph.setEdge(source, target, {})
  }
  dagre.layout(graph)
  const result: Layered = { centres: new Map(), lanes: new Map() }
  for (const { id } of nodes) {
    const { x, y } = graph.node(id) as { x: number; y: number }
    result.centres.set(id, { x, y })
  }
  for (const pair of pairs) {
    const { points } = graph.edge(pair.source, pair.target) as { points: { x: number; y: number }[] }
    // Dagre puts one point into each gap and one into each rank between the ends; only those in ranks are lanes.
    const lane = points.slice(1, -1).filter((_, index) => index % 2 === 1)
    if (lane.length > 0) {
      result.lanes.set(
        pairKey(pair),
        lane.map(({ x, y }) => ({ x, y })),
      )
    }
  }
  return result
}

if ('WorkerGlobalScope' in globalThis) {
  addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
    const startedAt = performance.now()
    const layout = layoutGraph(data.input, layeredByDagre)
    postMessage({ key: data.key, layout, tookMs: performance.now() - startedAt } satisfies LayoutAnswer)
  })
}
