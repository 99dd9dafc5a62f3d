import type { GraphPatch, GraphSnapshot } from './snapshot.ts'

/** The snapshot after a patch; what did not change stays the same object, lists with no change the same list. */
export function applyPatch(snapshot: GraphSnapshot, patch: GraphPatch): GraphSnapshot {
  return {
    takenAt: patch.takenAt,
    windowSeconds: patch.windowSeconds,
    nodes: patchItems(snapshot.nodes, patch.nodes, patch.removedNodes),
    edges: patchItems(snapshot.edges, patch.edges, patch.removedEdges),
    notices: patch.notices,
  }
}

function patchItems<Item extends { id: string }>(items: Item[], changed: readonly Item[], removed: readonly string[]) {
  if (changed.length === 0 && removed.length === 0) {
    return items
  }
  const next = new Map(items.map((item) => [item.id, item]))
  for (const id of removed) {
    next.delete(id)
  }
  const hasNew = changed.some((item) => !next.has(item.id))
  for (const item of changed) {
    next.set(item.id, item)
  }
  const patched = [...next.values()]
  return hasNew ? patched.sort((a, b) => (a.id < b.id ? -1 : 1)) : patched
}
