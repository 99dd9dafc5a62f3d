import type { GraphPatch, GraphSnapshot } from './snapshot.ts'

/**
 * What turns `a` into `b`: whole nodes and edges that are new or differ, ids of those gone. Law:
 * `applyPatch(a, diffGraph(a, b))` equals `b`. One walk over both, no serialising.
 */
export function diffGraph(a: GraphSnapshot, b: GraphSnapshot): GraphPatch {
  const nodes = diffItems(a.nodes, b.nodes)
  const edges = diffItems(a.edges, b.edges)
  return {
    takenAt: b.takenAt,
    windowSeconds: b.windowSeconds,
    nodes: nodes.changed,
    edges: edges.changed,
    removedNodes: nodes.removed,
    removedEdges: edges.removed,
    notices: b.notices,
  }
}

function diffItems<Item extends { id: string }>(before: readonly Item[], after: readonly Item[]) {
  const old = new Map(before.map((item) => [item.id, item]))
  const changed: Item[] = []
  for (const item of after) {
    if (!isSame(old.get(item.id), item)) {
      changed.push(item)
    }
    old.delete(item.id)
  }
  return { changed, removed: [...old.keys()] }
}

/** Equal as JSON says it: a key whose value is undefined is a key that is absent. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true
  }
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  ) {
    return false
  }
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  let defined = 0
  for (const key of Object.keys(left)) {
    const value = left[key]
    if (value !== undefined) {
      defined += 1
      if (!isSame(value, right[key])) {
        return false
      }
    }
  }
  for (const key of Object.keys(right)) {
    if (right[key] !== undefined) {
      defined -= 1
    }
  }
  return defined === 0
}
