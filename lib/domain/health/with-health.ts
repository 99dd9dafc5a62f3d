import type { GraphEdge, GraphNode, GraphSnapshot, Health } from '../graph/snapshot.ts'
import { clientFailuresOf, type Failures, failedAttemptsOn, failuresOn, serverFailuresOf } from './failures.ts'
import { markRoles } from './mark-roles.ts'
import { defaultThresholds, type Thresholds } from './thresholds.ts'

/**
 * Judges edges, then nodes by what arrives at them (an entry: by what it sends), then who of the failing ones is origin
 * and who victim.
 *
 * Failing: server failures ≥ 1 % and at least 3 of them in the window. Degraded: ≥ 0.5 % likewise, client failures
 * ≥ 10 % likewise, or attempts that fail at the callee as a failing edge does while retries keep the caller whole. TCP
 * is judged by flags alone. Nodes without traffic keep `idle` or `unknown`; what carries traffic that has nothing to
 * judge it by (all of it injected) is `unknown`.
 */
export function withHealth(snapshot: GraphSnapshot, thresholds: Thresholds = defaultThresholds): GraphSnapshot {
  const { windowSeconds } = snapshot
  const edges = snapshot.edges.map((edge) => ({ ...edge, health: edgeHealth(edge, windowSeconds, thresholds) }))
  const arriving = Map.groupBy(edges, (edge) => edge.target)
  const leaving = Map.groupBy(edges, (edge) => edge.source)
  const nodes = snapshot.nodes.map((node) => {
    const carried = arriving.get(node.id) ?? leaving.get(node.id)
    return carried === undefined ? node : { ...node, health: nodeHealth(node, carried, windowSeconds, thresholds) }
  })
  return { ...snapshot, nodes: markRoles(nodes, edges), edges }
}

function edgeHealth(edge: GraphEdge, windowSeconds: number, thresholds: Thresholds): Health {
  const isInjectedOnly = edge.protocol !== 'tcp' && edge.errorRatio === undefined
  if (isInjectedOnly) {
    return 'unknown'
  }
  const own = judged(failuresOn(edge), clientFailuresOf(edge), windowSeconds, thresholds)
  const isHidden = isFailing(failedAttemptsOn(edge), windowSeconds, thresholds)
  return own === 'healthy' && isHidden ? 'degraded' : own
}

function nodeHealth(
  node: GraphNode,
  carried: readonly GraphEdge[],
  windowSeconds: number,
  thresholds: Thresholds,
): Health {
  const tcp = carried.filter((edge) => edge.protocol === 'tcp')
  const requests = carried.filter((edge) => edge.protocol !== 'tcp')
  const verdicts: Health[] = []
  if (node.errorRatio !== undefined) {
    verdicts.push(judged(serverFailuresOf(node), clientFailuresOf(node), windowSeconds, thresholds))
  }
  if (tcp.length > 0) {
    verdicts.push(judged(sumOf(tcp), { perSecond: 0, ratio: 0 }, windowSeconds, thresholds))
  }
  if (requests.some((edge) => isFailing(failedAttemptsOn(edge), windowSeconds, thresholds))) {
    verdicts.push('degraded')
  }
  return (['failing', 'degraded', 'healthy'] as const).find((health) => verdicts.includes(health)) ?? 'unknown'
}

function sumOf(tcp: readonly GraphEdge[]): Failures {
  const perSecond = tcp.reduce((sum, edge) => sum + failuresOn(edge).perSecond, 0)
  const connections = tcp.reduce((sum, edge) => sum + (edge.connectionsPerSecond ?? 0), 0)
  return perSecond > 0 ? { perSecond, ratio: Math.min(1, perSecond / connections) } : { perSecond: 0, ratio: 0 }
}

function judged(server: Failures, client: Failures, windowSeconds: number, thresholds: Thresholds): Health {
  if (isFailing(server, windowSeconds, thresholds)) {
    return 'failing'
  }
  const isDegraded =
    reaches(server, thresholds.degradedErrorRatio, windowSeconds, thresholds) ||
    reaches(client, thresholds.degradedClientErrorRatio, windowSeconds, thresholds)
  return isDegraded ? 'degraded' : 'healthy'
}

function isFailing(failures: Failures, windowSeconds: number, thresholds: Thresholds): boolean {
  return reaches(failures, thresholds.failingErrorRatio, windowSeconds, thresholds)
}

/** Rates are rounded to six digits on the way here; a threshold met exactly must stay met. */
function reaches(failures: Failures, ratio: number, windowSeconds: number, { minFailedRequests }: Thresholds): boolean {
  const slack = 1 - 1e-5
  return failures.ratio >= ratio * slack && failures.perSecond * windowSeconds >= minFailedRequests * slack
}
