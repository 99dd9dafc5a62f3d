import type { GraphEdge, GraphNode, GraphSnapshot, Health } from '../graph/snapshot.ts'
import { defaultThresholds, meets, type Thresholds } from '../thresholds/thresholds.ts'
import {
  clientFailuresOf,
  type Failures,
  failedAttemptsOn,
  failedConnectionsOver,
  failuresOn,
  serverFailuresOf,
} from './failures.ts'
import { markRoles } from './mark-roles.ts'

/**
 * Judges edges, then nodes by what arrives at them (an entry: by what it sends), then who of the failing ones is origin
 * and who victim. A node is judged by its own thresholds, an edge by those of the node it leads to; an entry that calls
 * what has thresholds of its own is no worse than the worst of its calls.
 *
 * By the defaults failing is: server failures ≥ 1 % and at least 3 of them in the window. Degraded: ≥ 0.5 % likewise,
 * client failures ≥ 10 % likewise, or attempts that fail at the callee as a failing edge does while its caller is kept whole; so an edge
 * of attempts alone is never more than degraded, while the node they fail at is failing by them. An entry is not judged
 * by attempts it did not feel. TCP is judged by flags alone. What was injected on purpose is no illness: traffic of
 * nothing else is healthy. Nodes without traffic keep `idle` or `unknown`.
 */
export function withHealth(snapshot: GraphSnapshot): GraphSnapshot {
  const { windowSeconds } = snapshot
  const known = new Map(snapshot.nodes.map((node) => [node.id, node.thresholds ?? defaultThresholds]))
  const thresholdsOf = (id: string) => known.get(id) ?? defaultThresholds
  const edges = snapshot.edges.map((edge) => ({
    ...edge,
    health: edgeHealth(edge, windowSeconds, thresholdsOf(edge.target)),
  }))
  const arriving = Map.groupBy(edges, (edge) => edge.target)
  const leaving = Map.groupBy(edges, (edge) => edge.source)
  const nodes = snapshot.nodes.map((node) => {
    const received = arriving.get(node.id)
    const carried = received ?? leaving.get(node.id)
    if (carried === undefined) {
      return node
    }
    const thresholds = thresholdsOf(node.id)
    const own = nodeHealth(node, carried, windowSeconds, thresholds)
    const isForgiving =
      received === undefined && carried.some((edge) => thresholdsOf(edge.target) !== defaultThresholds)
    const health = isForgiving && isWorse(own, carried) ? worstOf(carried) : own
    const isHiding = received?.some((edge) => hidesFailures(edge, windowSeconds, thresholds)) === true
    return { ...node, health: health !== 'failing' && isHiding ? ('degraded' as const) : health }
  })
  return { ...snapshot, nodes: markRoles(nodes, edges), edges }
}

const worst: readonly Health[] = ['failing', 'degraded', 'healthy']

function worstOf(edges: readonly GraphEdge[]): Health {
  return worst.find((health) => edges.some((edge) => edge.health === health)) ?? 'unknown'
}

function isWorse(health: Health, edges: readonly GraphEdge[]): boolean {
  const rank = (one: Health) => worst.indexOf(one)
  const [own, theirs] = [rank(health), rank(worstOf(edges))]
  return own !== -1 && theirs !== -1 && own < theirs
}

function edgeHealth(edge: GraphEdge, windowSeconds: number, thresholds: Thresholds): Health {
  if (edge.protocol !== 'tcp' && edge.errorRatio === undefined) {
    return isAllInjected(edge) ? 'healthy' : 'unknown'
  }
  const own = judged(failuresOn(edge), clientFailuresOf(edge), windowSeconds, thresholds)
  if (edge.isAttemptsOnly === true) {
    return own === 'failing' ? 'degraded' : own
  }
  return own === 'healthy' && hidesFailures(edge, windowSeconds, thresholds) ? 'degraded' : own
}

function hidesFailures(edge: GraphEdge, windowSeconds: number, thresholds: Thresholds): boolean {
  return isFailing(failedAttemptsOn(edge), windowSeconds, thresholds)
}

function isAllInjected({ errorRatio, injectedRatio }: GraphNode | GraphEdge): boolean {
  return errorRatio === undefined && injectedRatio !== undefined && injectedRatio > 0
}

function nodeHealth(
  node: GraphNode,
  carried: readonly GraphEdge[],
  windowSeconds: number,
  thresholds: Thresholds,
): Health {
  const tcp = carried.filter((edge) => edge.protocol === 'tcp')
  const verdicts: Health[] = []
  if (node.errorRatio !== undefined) {
    verdicts.push(judged(serverFailuresOf(node), clientFailuresOf(node), windowSeconds, thresholds))
  } else if (isAllInjected(node)) {
    verdicts.push('healthy')
  }
  if (tcp.length > 0) {
    verdicts.push(judged(failedConnectionsOver(tcp), { perSecond: 0, ratio: 0 }, windowSeconds, thresholds))
  }
  return worst.find((health) => verdicts.includes(health)) ?? 'unknown'
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

function reaches(failures: Failures, ratio: number, windowSeconds: number, { minFailedRequests }: Thresholds): boolean {
  return meets(failures.ratio, ratio) && meets(failures.perSecond * windowSeconds, minFailedRequests)
}
