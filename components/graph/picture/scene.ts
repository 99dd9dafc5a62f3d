import type { GraphLayout, LayoutBox } from '../layout/graph-layout.ts'
import { shownHulls } from '../layout/hull.ts'
import type { EdgeView, GraphView, NodeView } from '../view/graph-view.ts'
import { type EdgeWays, edgeWays } from './edge-ways.ts'

/** All that is painted: what there is, where it stands, and what is pointed at. */
export interface Scene {
  layout: GraphLayout
  nodes: ReadonlyMap<string, NodeView>
  edges: ReadonlyMap<string, EdgeView>
  hulls: readonly LayoutBox[]
  ways: EdgeWays
  /** Too many edges to draw them all. */
  isCrowded: boolean
  /** Ids of a node, an edge or a box. */
  selected?: string | undefined
  hovered?: string | undefined
}

/** From this many edges on, only what is wrong or chosen is a line of its own; the rest are painted quietly, and near. */
const manyEdges = 420

const nowhere: GraphLayout = { positions: {}, boxes: [], bends: {} }

export const emptyScene: Scene = {
  layout: nowhere,
  nodes: new Map(),
  edges: new Map(),
  hulls: [],
  ways: edgeWays([], nowhere),
  isCrowded: false,
}

/** The next scene: edges without a place at both ends are left out, ways are worked out anew only where they may differ. */
export function sceneOf(view: GraphView, layout: GraphLayout, selected: string | undefined, before: Scene): Scene {
  const edges = view.edges.filter(({ source, target }) => layout.positions[source] && layout.positions[target])
  const hasNewEdges = edges.length !== before.edges.size || edges.some(({ id }) => !before.edges.has(id))
  return {
    layout,
    isCrowded: edges.length > manyEdges,
    nodes: new Map(view.nodes.map((node) => [node.id, node])),
    edges: new Map(edges.map((edge) => [edge.id, edge])),
    hulls: shownHulls(view.nodes, layout),
    ways: layout !== before.layout || hasNewEdges ? edgeWays(edges, layout) : before.ways,
    selected,
    hovered: before.hovered,
  }
}
