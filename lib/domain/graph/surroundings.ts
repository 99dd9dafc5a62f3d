import type { ServiceDetail } from './service-detail.ts'
import type { GraphNode, GraphSnapshot } from './snapshot.ts'

/** The edges of a node and the nodes at their ends. */
export function surroundings(
  node: GraphNode,
  graph: GraphSnapshot,
): Pick<ServiceDetail, 'callers' | 'callees' | 'nodes'> {
  const callers = graph.edges.filter((edge) => edge.target === node.id)
  const callees = graph.edges.filter((edge) => edge.source === node.id)
  const ends = new Set([node.id, ...callers.map((edge) => edge.source), ...callees.map((edge) => edge.target)])
  return { callers, callees, nodes: graph.nodes.filter(({ id }) => ends.has(id)) }
}
