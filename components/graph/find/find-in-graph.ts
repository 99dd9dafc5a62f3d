import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import type { FindExpression } from './find-expression.ts'

export interface FoundInGraph {
  nodes: ReadonlySet<string>
  edges: ReadonlySet<string>
}

/** Ids of the nodes and calls an expression is true of. */
export function findInGraph(
  expression: FindExpression,
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  shares: ReadonlyMap<string, number>,
): FoundInGraph {
  if (expression.isEmpty) {
    return { nodes: new Set(), edges: new Set() }
  }
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return {
    nodes: new Set(nodes.filter((node) => expression.isTrueOf({ node }) === true).map(({ id }) => id)),
    edges: new Set(
      edges
        .filter((edge) => {
          const [source, target] = [byId.get(edge.source), byId.get(edge.target)]
          return (
            source !== undefined &&
            target !== undefined &&
            expression.isTrueOf({ edge, source, target, share: shares.get(edge.id) }) === true
          )
        })
        .map(({ id }) => id),
    ),
  }
}

/** With the ends of found calls, unless the expression is false of them: `flag=UO` finds calls, and who makes them. */
export function withEnds(
  found: FoundInGraph,
  expression: FindExpression,
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
): FoundInGraph {
  const ends = new Set(edges.filter(({ id }) => found.edges.has(id)).flatMap(({ source, target }) => [source, target]))
  const added = nodes.filter((node) => ends.has(node.id) && expression.isTrueOf({ node }) === undefined)
  return { ...found, nodes: new Set([...found.nodes, ...added.map(({ id }) => id)]) }
}
