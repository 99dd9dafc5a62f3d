import type { GraphNode } from '../graph/snapshot.ts'

/** What stands in the legend and in a node's ring. A victim is failing only because of what it calls. */
export const nodeStates = ['failing', 'victim', 'degraded', 'unknown', 'healthy', 'idle'] as const
export type NodeState = (typeof nodeStates)[number]

type Judged = Pick<GraphNode, 'health' | 'role'>

/** A node's health, with victims told apart. */
export function stateOf({ health, role }: Judged): NodeState {
  return health === 'failing' && role === 'victim' ? 'victim' : health
}

/** Of every state, how many of the nodes are in it. */
export function countStates(nodes: readonly Judged[]): Record<NodeState, number> {
  const counts = { failing: 0, victim: 0, degraded: 0, unknown: 0, healthy: 0, idle: 0 }
  for (const node of nodes) {
    counts[stateOf(node)] += 1
  }
  return counts
}
