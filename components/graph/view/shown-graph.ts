import type { GraphEdge, GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { countStates, type NodeState, stateOf } from '#lib/domain/health/node-state.ts'
import { parseFind } from '../find/find-expression.ts'
import { findInGraph, withEnds } from '../find/find-in-graph.ts'
import { collapseBoxes } from './collapse-boxes.ts'
import { boxOf, boxOfId, type GraphFilters } from './graph-view.ts'
import { sourceShares } from './source-shares.ts'

export interface ShownNode {
  node: GraphNode
  /** Set where the node is a collapsed box: how many nodes it stands for. */
  members?: number
  /** And of those, how many are in which state. */
  memberStates?: Record<NodeState, number>
  isDimmed: boolean
  isHidden: boolean
}

export interface ShownEdge {
  edge: GraphEdge
  /** Of all its caller sends; absent where that cannot be told. */
  share?: number
  isDimmed: boolean
  isHidden: boolean
}

type Drawn = Pick<ShownGraph, 'nodes' | 'edges'>

/** What of a snapshot is on the screen, as picture and as table alike. */
export interface ShownGraph {
  nodes: readonly ShownNode[]
  edges: readonly ShownEdge[]
  /** Of every state, how many nodes the scope has, whatever is dimmed. */
  counts: Record<NodeState, number>
  /** How many nodes and calls the find expression leaves, when there is one that can be read. */
  found?: { nodes: number; calls: number }
}

/** Decides by the filters what is drawn, what is hidden and what fades; then puts collapsed boxes into one node each. */
export function shownGraph(snapshot: GraphSnapshot, filters: GraphFilters): ShownGraph {
  const { nodes, edges } = drawn(snapshot, filters)
  const shares = sourceShares(snapshot.edges)
  const find = parseFind(filters.find)
  const hide = parseFind(filters.hide)
  const found = withEnds(findInGraph(find, nodes, edges, shares), find, nodes, edges)
  const unwanted = findInGraph(hide, nodes, edges, shares)
  const isInFocus = inFocus(nodes, edges, filters)
  const isStanding = (node: GraphNode) =>
    (filters.states.length === 0 || filters.states.includes(stateOf(node))) &&
    (find.isEmpty || found.nodes.has(node.id))

  const hidden = new Set(nodes.filter(({ id }) => unwanted.nodes.has(id) || !isInFocus(id)).map(({ id }) => id))
  const dimmed = new Set(nodes.filter((node) => !isStanding(node)).map(({ id }) => id))
  const shownNodes = nodes.map((node) => ({ node, isHidden: hidden.has(node.id), isDimmed: dimmed.has(node.id) }))
  const shownEdges = edges.map((edge) => {
    const share = shares.get(edge.id)
    const isBetweenShown = !dimmed.has(edge.source) && !dimmed.has(edge.target)
    const isFound = find.isEmpty ? isBetweenShown : found.edges.has(edge.id)
    return {
      edge,
      ...(share !== undefined && { share }),
      isHidden: unwanted.edges.has(edge.id) || hidden.has(edge.source) || hidden.has(edge.target),
      isDimmed: !isFound,
    }
  })
  return {
    ...withChoice(collapseBoxes({ nodes: shownNodes, edges: shownEdges }, filters), filters),
    counts: countStates(snapshot.nodes),
    ...(find.isEmpty
      ? {}
      : {
          found: {
            nodes: shownNodes.filter(({ node, isHidden }) => !isHidden && found.nodes.has(node.id)).length,
            calls: shownEdges.filter(({ edge, isHidden }) => !isHidden && found.edges.has(edge.id)).length,
          },
        }),
  }
}

/** Without what is idle, unless that is wanted or all there is, and without mirrored calls where they are not. */
function drawn(snapshot: GraphSnapshot, { hasIdle, hasMirrored }: GraphFilters) {
  const hasBusy = snapshot.nodes.some(({ health }) => health !== 'idle')
  const nodes = snapshot.nodes.filter(({ health }) => hasIdle || !hasBusy || health !== 'idle')
  const isDrawn = new Set(nodes.map(({ id }) => id))
  const edges = snapshot.edges.filter(
    ({ source, target, isMirrored }) =>
      isDrawn.has(source) && isDrawn.has(target) && (hasMirrored || isMirrored !== true),
  )
  return { nodes, edges }
}

/** Fades all but the chosen node, call or box and what is next to it; a choice that is not there fades nothing. */
function withChoice({ nodes, edges }: Drawn, { selected, box }: GraphFilters): Drawn {
  if (selected === undefined) {
    return { nodes, edges }
  }
  const chosen = chosenNodes(
    nodes.map(({ node }) => node),
    selected,
    box,
  )
  const touching = edges.filter(
    ({ edge }) => edge.id === selected || chosen.has(edge.source) || chosen.has(edge.target),
  )
  if (chosen.size === 0 && touching.length === 0) {
    return { nodes, edges }
  }
  const near = new Set([...chosen, ...touching.flatMap(({ edge: { id, source, target } }) => [id, source, target])])
  return {
    nodes: nodes.map((shown) => (near.has(shown.node.id) ? shown : { ...shown, isDimmed: true })),
    edges: edges.map((shown) => ({ ...shown, isDimmed: !near.has(shown.edge.id) })),
  }
}

/** Whether a node is at most `hops` calls, in either direction, from what is in focus. */
function inFocus(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  { focus, hops, box }: GraphFilters,
): (id: string) => boolean {
  const reached = chosenNodes(nodes, focus, box)
  if (reached.size === 0) {
    return () => true
  }
  for (let hop = 0; hop < hops; hop += 1) {
    const next = edges.filter(({ source, target }) => reached.has(source) || reached.has(target))
    for (const { source, target } of next) {
      reached.add(source)
      reached.add(target)
    }
  }
  return (id) => reached.has(id)
}

/** The node of an id, or all nodes of a box. */
function chosenNodes(nodes: readonly GraphNode[], id: string | undefined, box: GraphFilters['box']): Set<string> {
  const name = id === undefined ? undefined : boxOfId(id)
  const chosen = nodes.filter((node) => node.id === id || (name !== undefined && boxOf(node, box) === name))
  return new Set(chosen.map((node) => node.id))
}
