import { nodeId } from '../graph/node-id.ts'
import type { GraphEdge, GraphNode, GraphSnapshot } from '../graph/snapshot.ts'
import type { BlastRadius } from './blast-radius.ts'

/**
 * Who calls a service in a snapshot of the service graph (or one of workloads), the busiest first, and how often. Copies
 * that a mirror sent and attempts no caller felt are not calls. Nothing measured is nothing said, never zero.
 */
export function blastRadius(
  { nodes, edges }: Pick<GraphSnapshot, 'nodes' | 'edges'>,
  { cluster, namespace, service }: { cluster: string; namespace: string; service: string },
): BlastRadius {
  const target = nodeId('service', cluster, namespace, service)
  const called = edges.filter(
    (edge) => edge.target === target && edge.isMirrored !== true && edge.isAttemptsOnly !== true,
  )
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const rate = byId.get(target)?.requestsPerSecond ?? sumOf(called)
  const callers = [...Map.groupBy(called, ({ source }) => source)].map(([source, own]) =>
    callerOf(source, byId.get(source), sumOf(own), rate),
  )
  return {
    ...(rate !== undefined && { requestsPerSecond: rate }),
    callers: callers.sort((a, b) => (b.requestsPerSecond ?? -1) - (a.requestsPerSecond ?? -1)),
  }
}

function callerOf(
  id: string,
  node: GraphNode | undefined,
  requestsPerSecond: number | undefined,
  total: number | undefined,
): BlastRadius['callers'][number] {
  return {
    node: id,
    namespace: node?.namespace ?? '',
    name: node?.name ?? id,
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(requestsPerSecond !== undefined &&
      total !== undefined &&
      total > 0 && { share: Math.min(1, requestsPerSecond / total) }),
    isOutsideMesh: node === undefined || node.kind === 'unknown' || node.membership === 'none',
  }
}

/** Undefined where none of the edges measured requests. */
function sumOf(edges: readonly GraphEdge[]): number | undefined {
  const rates = edges.flatMap(({ requestsPerSecond }) => requestsPerSecond ?? [])
  return rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0)
}
