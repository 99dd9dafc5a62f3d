import type { GraphEdge, GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { type GraphView, type NodeState, nameOf, nodeStates, stateOf } from './graph-view.ts'

/** A line of the table twin: a call or a node, with bare numbers to sort by. Missing numbers stay missing. */
export interface GraphRow {
  id: string
  state: NodeState
  isOrigin: boolean
  /** Severity, worst first. */
  rank: number
  /** The node, or the caller of a call. */
  name: string
  target: string
  namespace: string
  kind: GraphNode['kind'] | ''
  protocol: GraphEdge['protocol'] | ''
  rate: number | undefined
  errorRatio: number | undefined
  clientErrorRatio: number | undefined
  p95Ms: [number, number] | undefined
  bytesPerSecond: number | undefined
  mtlsShare: number | undefined
}

/** Calls that the view neither hides nor fades. Make the view without a selection: choosing a row must not empty the table. */
export function callRows(snapshot: GraphSnapshot, view: GraphView): GraphRow[] {
  const shown = standing(view.edges)
  const byId = new Map(snapshot.nodes.map((node) => [node.id, node]))
  return snapshot.edges.flatMap((edge) => {
    const source = byId.get(edge.source)
    const target = byId.get(edge.target)
    if (!shown.has(edge.id) || source === undefined || target === undefined) {
      return []
    }
    const state: NodeState = edge.health
    return [
      {
        ...numbersOf(edge),
        id: edge.id,
        state,
        isOrigin: false,
        rank: nodeStates.indexOf(state),
        name: nameOf(source),
        target: nameOf(target),
        namespace: [...new Set([source.namespace, target.namespace])].filter((name) => name !== '').join(' → '),
        kind: '' as const,
        protocol: edge.protocol,
        mtlsShare: edge.mtlsShare,
      },
    ]
  })
}

export function nodeRows(snapshot: GraphSnapshot, view: GraphView): GraphRow[] {
  const shown = standing(view.nodes)
  return snapshot.nodes
    .filter(({ id }) => shown.has(id))
    .map((node) => ({
      ...numbersOf(node),
      id: node.id,
      state: stateOf(node),
      isOrigin: node.health === 'failing' && node.role === 'origin',
      rank: nodeStates.indexOf(stateOf(node)),
      name: nameOf(node),
      target: '',
      namespace: node.namespace,
      kind: node.kind,
      protocol: '' as const,
      mtlsShare: undefined,
    }))
}

function standing(views: readonly { id: string; isHidden: boolean; isDimmed: boolean }[]): Set<string> {
  return new Set(views.filter(({ isHidden, isDimmed }) => !isHidden && !isDimmed).map(({ id }) => id))
}

function numbersOf(traffic: GraphNode | GraphEdge) {
  return {
    rate: traffic.requestsPerSecond,
    errorRatio: traffic.errorRatio,
    clientErrorRatio: traffic.clientErrorRatio,
    p95Ms: traffic.p95Ms,
    bytesPerSecond: traffic.bytesPerSecond,
  }
}
