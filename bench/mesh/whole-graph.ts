import { GraphSnapshot } from '../../lib/domain/graph/snapshot.ts'
import type { MeshSize } from './mesh-plan.ts'

/** An answer read as a graph; throws unless it is the whole mesh that was planned. */
export function wholeGraph(text: string, { services, edges }: MeshSize): GraphSnapshot {
  const graph = GraphSnapshot.parse(JSON.parse(text))
  if (graph.nodes.length !== services || graph.edges.length !== edges) {
    const found = `${graph.nodes.length} nodes and ${graph.edges.length} edges`
    throw new Error(
      `the graph has ${found}, not ${services} and ${edges}; its notices: ${JSON.stringify(graph.notices)}`,
    )
  }
  return graph
}
