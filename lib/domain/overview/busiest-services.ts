import type { GraphNode, Health } from '../graph/snapshot.ts'

const severity: Record<Health, number> = { failing: 0, degraded: 1, unknown: 2, healthy: 2, idle: 3 }

/** The services to look at first: what is wrong by how wrong it is, then the busiest; names settle a draw. */
export function busiestServices(nodes: readonly GraphNode[], count: number): GraphNode[] {
  return nodes
    .filter((node) => node.kind === 'service')
    .toSorted(
      (a, b) =>
        severity[a.health] - severity[b.health] ||
        (b.requestsPerSecond ?? -1) - (a.requestsPerSecond ?? -1) ||
        (b.bytesPerSecond ?? -1) - (a.bytesPerSecond ?? -1) ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, count)
}
