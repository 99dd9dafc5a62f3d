import { z } from 'zod'
import type { GraphEdge, GraphNode } from '../graph/snapshot.ts'
import { meets, type Thresholds } from '../thresholds/thresholds.ts'
import { failedAttemptsOn, failedConnectionsOver, failuresOn } from './failures.ts'

/**
 * By what something is called failing or degraded: failures of the server's, refusals as the caller's fault, connections
 * that break, or attempts that only retries make good.
 */
export const ProblemCause = z.enum(['errors', 'client-errors', 'connections', 'retries'])
export type ProblemCause = z.infer<typeof ProblemCause>

/**
 * The cause of a failing or degraded node or edge, in the order in which `withHealth` judges; `edges` are those into a
 * node, or the edge itself. Refusals and attempts that were made good never make anything failing.
 */
export function causeOf(
  item: GraphNode | GraphEdge,
  edges: readonly GraphEdge[],
  thresholds: Thresholds,
): ProblemCause {
  const { health, errorRatio = 0, clientErrorRatio = 0 } = item
  if (health === 'failing') {
    return meets(errorRatio, thresholds.failingErrorRatio) ? 'errors' : 'connections'
  }
  if (meets(errorRatio, thresholds.degradedErrorRatio)) {
    return 'errors'
  }
  if (meets(clientErrorRatio, thresholds.degradedClientErrorRatio)) {
    return 'client-errors'
  }
  return meets(brokenShare(edges) ?? 0, thresholds.degradedErrorRatio) ? 'connections' : 'retries'
}

/** The share, 0..1, of what a cause counts; `edges` are those into a node, or the edge itself. Undefined: not measured. */
export function shareOf(
  cause: ProblemCause,
  item: GraphNode | GraphEdge,
  edges: readonly GraphEdge[],
): number | undefined {
  if (cause === 'errors') {
    return item.errorRatio
  }
  if (cause === 'client-errors') {
    return item.clientErrorRatio
  }
  return cause === 'connections' ? brokenShare(edges) : attemptShare(edges)
}

/** From which share on a cause makes something degraded. */
export function degradedFrom(cause: ProblemCause, thresholds: Thresholds): number {
  return cause === 'client-errors' ? thresholds.degradedClientErrorRatio : thresholds.degradedErrorRatio
}

function brokenShare(edges: readonly GraphEdge[]): number | undefined {
  const tcp = edges.filter((edge) => edge.protocol === 'tcp')
  const isTold = tcp.some((edge) => (edge.connectionsPerSecond ?? 0) > 0 || failuresOn(edge).perSecond > 0)
  return isTold ? failedConnectionsOver(tcp).ratio : undefined
}

function attemptShare(edges: readonly GraphEdge[]): number | undefined {
  return edges.length === 0 ? undefined : Math.max(...edges.map((edge) => failedAttemptsOn(edge).ratio))
}
