import type { GraphEdge, GraphNode } from '../graph/snapshot.ts'
import { failuresOn } from './failures.ts'

/** A victim's own failures must be this much carried by the failing calls it makes. */
const explainedShare = 0.5

/**
 * Ids of the nodes among `ids` whose failures come from behind: the failing edges they send carry at least half of the
 * failures that arrive (for an entry: of all it sends). Attempts a caller did not feel explain nothing of it.
 */
export function explainedBy(ids: ReadonlySet<string>, edges: readonly GraphEdge[]): Set<string> {
  const arriving = new Map<string, number>()
  const leaving = new Map<string, number>()
  const failingLeaving = new Map<string, number>()
  const receivers = new Set(edges.map((edge) => edge.target))
  for (const edge of edges) {
    const { perSecond } = failuresOn(edge)
    sum(arriving, edge.target, perSecond)
    if (edge.isAttemptsOnly === true) {
      continue
    }
    sum(leaving, edge.source, perSecond)
    if (edge.health === 'failing' && edge.source !== edge.target) {
      sum(failingLeaving, edge.source, perSecond)
    }
  }
  const explained = [...ids].filter((id) => {
    const own = (receivers.has(id) ? arriving : leaving).get(id) ?? 0
    const passedOn = failingLeaving.get(id) ?? 0
    return passedOn > 0 && passedOn >= explainedShare * own
  })
  return new Set(explained)
}

/**
 * Gives every failing node its role. Victims that only explain each other (a failing cycle with nothing failing behind
 * it) are origins: some line must say where to look.
 */
export function markRoles(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphNode[] {
  const failing = new Set(nodes.filter((node) => node.health === 'failing').map((node) => node.id))
  const explained = explainedBy(failing, edges)
  const anchored = reachingAnOrigin(failing, explained, edges)
  return nodes.map((node) =>
    failing.has(node.id)
      ? { ...node, role: explained.has(node.id) && anchored.has(node.id) ? ('victim' as const) : ('origin' as const) }
      : node,
  )
}

/** Nodes from which failing edges lead to an unexplained failing node, or to one that is not failing as a whole. */
function reachingAnOrigin(
  failing: ReadonlySet<string>,
  explained: ReadonlySet<string>,
  edges: readonly GraphEdge[],
): Set<string> {
  const failingEdges = edges.filter((edge) => edge.health === 'failing' && edge.source !== edge.target)
  const callersOf = Map.groupBy(failingEdges, (edge) => edge.target)
  const ends = failingEdges.map((edge) => edge.target).filter((id) => !(failing.has(id) && explained.has(id)))
  return callersUpstream(ends, callersOf)
}

/** All nodes that lead to one of `ends` against the direction of `callersOf`, the ends themselves left out unless they lead to another. */
export function callersUpstream(
  ends: Iterable<string>,
  callersOf: ReadonlyMap<string, readonly GraphEdge[]>,
): Set<string> {
  const reached = new Set<string>()
  const waiting = [...ends]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const { source } of callersOf.get(id) ?? []) {
      if (!reached.has(source)) {
        reached.add(source)
        waiting.push(source)
      }
    }
  }
  return reached
}

function sum(totals: Map<string, number>, key: string, value: number): void {
  totals.set(key, (totals.get(key) ?? 0) + value)
}
