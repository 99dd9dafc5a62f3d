import type { GraphEdge, GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { type NodeState, nodeStates, stateOf } from '#lib/domain/health/node-state.ts'
import { nameOf } from '../view/graph-view.ts'
import type { ShownGraph } from '../view/shown-graph.ts'

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
  share: number | undefined
  errorRatio: number | undefined
  clientErrorRatio: number | undefined
  p50Ms: [number, number] | undefined
  p95Ms: [number, number] | undefined
  p99Ms: [number, number] | undefined
  bytesPerSecond: number | undefined
  mtlsShare: number | undefined
  /** Copies a mirror sends. */
  isMirrored: boolean
}

/** Calls that are neither hidden nor faded. Make `shown` without a selection: choosing a row must not empty the table. */
export function callRows({ nodes }: GraphSnapshot, shown: ShownGraph): GraphRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return standing(shown.edges).flatMap(({ edge, share }) => {
    const source = byId.get(edge.source)
    const target = byId.get(edge.target)
    if (source === undefined || target === undefined) {
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
        share,
        p50Ms: edge.p50Ms,
        p99Ms: edge.p99Ms,
        mtlsShare: edge.mtlsShare,
        isMirrored: edge.isMirrored === true,
      },
    ]
  })
}

export function nodeRows(shown: ShownGraph): GraphRow[] {
  return standing(shown.nodes).map(({ node }) => ({
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
    share: undefined,
    p50Ms: undefined,
    p99Ms: undefined,
    mtlsShare: undefined,
    isMirrored: false,
  }))
}

function standing<Shown extends { isHidden: boolean; isDimmed: boolean }>(shown: readonly Shown[]): Shown[] {
  return shown.filter(({ isHidden, isDimmed }) => !isHidden && !isDimmed)
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
