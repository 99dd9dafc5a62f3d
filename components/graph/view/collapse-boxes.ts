import { edgeId } from '#lib/domain/graph/node-id.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { sumEdges } from '#lib/domain/graph/sum-edges.ts'
import { worstHealth } from '#lib/domain/graph/worst-health.ts'
import { countStates } from '#lib/domain/health/node-state.ts'
import { boxId, boxOf, type GraphFilters } from './graph-view.ts'
import type { ShownEdge, ShownGraph, ShownNode } from './shown-graph.ts'
import { sourceShares } from './source-shares.ts'

type Shown = Pick<ShownGraph, 'nodes' | 'edges'>

/**
 * Puts all nodes of a collapsed box into one, and calls between the same two of what is left into one per protocol;
 * calls inside such a box are gone. A box is as ill as its worst node, and fades or hides only with all of them.
 */
export function collapseBoxes(shown: Shown, { collapsed, box }: Pick<GraphFilters, 'collapsed' | 'box'>): Shown {
  if (collapsed.length === 0) {
    return shown
  }
  const isCollapsed = new Set(collapsed)
  const boxes = Map.groupBy(shown.nodes, ({ node }) => boxId(boxOf(node, box)))
  const placeOf = new Map(
    [...boxes]
      .filter(([id]) => isCollapsed.has(id))
      .flatMap(([id, members]) => members.map(({ node }) => [node.id, id])),
  )
  if (placeOf.size === 0) {
    return shown
  }
  const edges = mergedEdges(shown.edges, (id) => placeOf.get(id) ?? id)
  const cards = [...boxes]
    .filter(([id]) => isCollapsed.has(id))
    .map(([id, members]) => boxNode(id, members, box, edges))
  return { nodes: [...shown.nodes.filter(({ node }) => !placeOf.has(node.id)), ...cards], edges }
}

function mergedEdges(edges: readonly ShownEdge[], place: (id: string) => string): ShownEdge[] {
  const [within, across] = [
    edges.filter(({ edge }) => place(edge.source) === edge.source && place(edge.target) === edge.target),
    edges.filter(({ edge }) => place(edge.source) !== edge.source || place(edge.target) !== edge.target),
  ]
  const groups = Map.groupBy(
    across.filter(({ edge }) => place(edge.source) !== place(edge.target)),
    ({ edge }) => edgeId(place(edge.source), place(edge.target), edge.protocol),
  )
  const merged = [...groups].flatMap(([id, members]): ShownEdge[] => {
    const drawn = members.filter(({ isHidden }) => !isHidden)
    const [first] = drawn.length > 0 ? drawn : members
    if (first === undefined) {
      return []
    }
    const { source, target, protocol } = first.edge
    const sum = sumEdges((drawn.length > 0 ? drawn : members).map(({ edge }) => edge))
    return [
      {
        edge: { id, source: place(source), target: place(target), protocol, ...sum },
        isHidden: members.every(({ isHidden }) => isHidden),
        isDimmed: members.every(({ isDimmed }) => isDimmed),
      },
    ]
  })
  const shares = sourceShares([...within, ...merged].map(({ edge }) => edge))
  return [
    ...within,
    ...merged.map((shown) => {
      const share = shares.get(shown.edge.id)
      return share === undefined ? shown : { ...shown, share }
    }),
  ]
}

/** What arrives from outside the box, or, where nothing does, what it sends. */
function boxNode(
  id: string,
  members: readonly ShownNode[],
  box: GraphFilters['box'],
  edges: readonly ShownEdge[],
): ShownNode {
  const arriving = edges.filter(({ edge }) => edge.target === id)
  const carried = arriving.length > 0 ? arriving : edges.filter(({ edge }) => edge.source === id)
  const { byCode, byFlag, mtlsShare, isAttemptsOnly, isMirrored, ...numbers } = sumEdges(
    carried.map(({ edge }) => edge),
  )
  const nodes = members.map(({ node }) => node)
  const role = (['origin', 'victim'] as const).find((candidate) => nodes.some((node) => node.role === candidate))
  const [first] = nodes
  const node: GraphNode = {
    ...numbers,
    id,
    kind: 'unknown',
    cluster: first?.cluster ?? '',
    name: first === undefined ? '' : boxOf(first, box),
    namespace: '',
    health: worstHealth(nodes.map(({ health }) => health)),
    ...(role !== undefined && { role }),
  }
  return {
    node,
    members: members.length,
    memberStates: countStates(nodes),
    isHidden: members.every(({ isHidden }) => isHidden),
    isDimmed: members.every(({ isDimmed }) => isDimmed),
  }
}
