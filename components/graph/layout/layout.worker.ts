import dagre from '@dagrejs/dagre'
import {
  type ArrangedGraph,
  type GraphLayout,
  type Layered,
  type LayeredLayout,
  type LayoutInput,
  pairKey,
} from './graph-layout.ts'
import { layoutGraph } from './layout-graph.ts'
import { settledLayout } from './settled-layout.ts'

export interface LayoutRequest {
  request: number
  input: LayoutInput
  /** What stands now: it stays where it can. */
  before?: ArrangedGraph | undefined
}

export interface LayoutAnswer {
  request: number
  layout: GraphLayout
}

/** Dagre's layered layout, left to right. Tight-tree: five times faster than network simplex at a thousand nodes. */
export const layeredByDagre: LayeredLayout = (nodes, pairs, gaps) => {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', ranker: 'tight-tree', ranksep: gaps.rank, nodesep: gaps.node, edgesep: 10 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of nodes) {
    graph.setNode(ownName(id), { width, height })
  }
  for (const { source, target } of pairs) {
    graph.setEdge(ownName(source), ownName(target), {})
  }
  dagre.layout(graph)
  const result: Layered = { centres: new Map(), lanes: new Map() }
  for (const { id } of nodes) {
    const { x, y } = graph.node(ownName(id)) as { x: number; y: number }
    result.centres.set(id, { x, y })
  }
  for (const pair of pairs) {
    const { points } = graph.edge(ownName(pair.source), ownName(pair.target)) as { points: { x: number; y: number }[] }
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

/** Dagre keeps what it is given in plain objects, where a box called `__proto__` would be no entry of its own. */
function ownName(id: string): string {
  return `=${id}`
}

if ('WorkerGlobalScope' in globalThis) {
  addEventListener('message', ({ data: { request, input, before } }: MessageEvent<LayoutRequest>) => {
    const layout = (before && settledLayout(before, input)) ?? layoutGraph(input, layeredByDagre)
    postMessage({ request, layout } satisfies LayoutAnswer)
  })
}
