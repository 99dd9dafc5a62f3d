import type { GraphEdge, GraphNode } from '../graph/snapshot.ts'
import type { Thresholds } from '../thresholds/thresholds.ts'
import { failedAttemptsOn, failedConnectionsOf } from './failures.ts'

/**
 * By what something is called failing or degraded: failures of the server's, refusals as the caller's fault, connections
 * that break, or attempts that only retries make good.
 */
export type ProblemCause = 'errors' | 'client-errors' | 'connections' | 'retries'

/** The cause of a failing or degraded node or edge, in the order in which `withHealth` judges. */
export function causeOf(item: GraphNode | GraphEdge, thresholds: Thresholds): ProblemCause {
  const { health, requestsPerSecond, errorRatio = 0, clientErrorRatio = 0 } = item
  if (errorRatio > 0 && (health === 'failing' || errorRatio >= thresholds.degradedErrorRatio)) {
    return 'errors'
  }
  if (clientErrorRatio >= thresholds.degradedClientErrorRatio) {
    return 'client-errors'
  }
  return health === 'failing' || requestsPerSecond === undefined ? 'connections' : 'retries'
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
  const failed = tcp.reduce((sum, edge) => sum + failedConnectionsOf(edge).perSecond, 0)
  const opened = tcp.reduce((sum, edge) => sum + (edge.connectionsPerSecond ?? 0), 0)
  return Math.max(opened, failed) > 0 ? failed / Math.max(opened, failed) : undefined
}

function attemptShare(edges: readonly GraphEdge[]): number | undefined {
  return edges.length === 0 ? undefined : Math.max(...edges.map((edge) => failedAttemptsOn(edge).ratio))
}
