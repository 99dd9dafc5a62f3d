import type { GraphEdge, GraphNode, GraphSnapshot } from '../graph/snapshot.ts'
import { outcomeOfAnswer } from '../telemetry/answer-key.ts'
import { isInjectedFlag, isServerFailureFlag } from '../telemetry/outcome.ts'
import { defaultThresholds, type Thresholds } from '../thresholds/thresholds.ts'
import { commonest } from './commonest.ts'
import { failedConnectionsOver, failuresOn, serverFailuresOf } from './failures.ts'
import { callersUpstream, explainedBy } from './mark-roles.ts'
import { causeOf, type ProblemCause, shareOf } from './problem-cause.ts'

/** One line of "what is wrong now": a node where failures start, or one edge into a node that is well otherwise. */
export interface MeshProblem {
  kind: 'edge' | 'node'
  /** Of the node or edge. */
  id: string
  /** Ends of an edge. */
  sourceId?: string
  targetId?: string
  health: 'failing' | 'degraded'
  cause: ProblemCause
  /** Of what `cause` counts; absent where that was not measured. */
  share?: number
  /** Server failures, for TCP connections that failed. */
  failedPerSecond: number
  requestsPerSecond?: number
  /** The commonest status of the failures (the caller's failures where the server has none), as in `byCode`. */
  topCode?: string
  /** The commonest flag of the failures, Envoy's own before others; never one of an injected fault. */
  topFlag?: string
  /** Nodes whose calls to it are failing or degraded. */
  affectedCallers: number
  /** Versions (else names) of the same app that are healthy; absent where the app has no other. */
  siblingsHealthy?: string[]
  /** Nodes that fail only because of this one. */
  victimIds: string[]
}

/**
 * What is wrong now, worst first: failing before degraded, then by failures per second, then by id. Victims stand under
 * every origin they lead to and have no line of their own; so do degraded nodes whose failures come from behind. An edge
 * has a line only when the node it leads to has none and is no victim.
 */
export function rankProblems(snapshot: GraphSnapshot): MeshProblem[] {
  const { edges } = snapshot
  const nodes = snapshot.nodes.filter(isProblem)
  const explained = explainedBy(new Set(nodes.filter((node) => node.role !== 'origin').map((node) => node.id)), edges)
  const victims = new Set(nodes.filter((node) => node.role === 'victim' || explained.has(node.id)).map(({ id }) => id))
  const failingInto = Map.groupBy(
    edges.filter((edge) => edge.health === 'failing' && edge.source !== edge.target),
    (edge) => edge.target,
  )
  const victimsOf = (end: string) =>
    [...callersUpstream([end], failingInto)].filter((id) => victims.has(id) && id !== end).sort()
  const arriving = Map.groupBy(edges, (edge) => edge.target)
  const sick = new Set(nodes.map((node) => node.id))
  const thresholds = new Map(snapshot.nodes.map((node) => [node.id, node.thresholds ?? defaultThresholds]))
  const nodeProblems = nodes
    .filter((node) => !victims.has(node.id))
    .map((node) => nodeProblem(node, arriving.get(node.id), snapshot, victimsOf(node.id)))
  const edgeProblems = edges
    .filter(isProblem)
    .filter((edge) => !sick.has(edge.target))
    .map((edge) => edgeProblem(edge, edgeVictims(edge, victims, victimsOf(edge.source)), thresholds.get(edge.target)))
  return [...nodeProblems, ...edgeProblems].sort(
    (a, b) => rankOf(a) - rankOf(b) || b.failedPerSecond - a.failedPerSecond || (a.id < b.id ? -1 : 1),
  )
}

type Sick<Item> = Item & { health: 'failing' | 'degraded' }

function isProblem<Item extends GraphNode | GraphEdge>(item: Item): item is Sick<Item> {
  return item.health === 'failing' || item.health === 'degraded'
}

function rankOf({ health }: MeshProblem): number {
  return health === 'failing' ? 0 : 1
}

function edgeVictims({ health, source }: GraphEdge, victims: ReadonlySet<string>, upstream: string[]): string[] {
  if (health !== 'failing') {
    return []
  }
  return victims.has(source) ? [source, ...upstream].sort() : upstream
}

function nodeProblem(
  node: Sick<GraphNode>,
  arriving: readonly GraphEdge[] | undefined,
  snapshot: GraphSnapshot,
  victimIds: string[],
): MeshProblem {
  const carried = arriving ?? snapshot.edges.filter((edge) => edge.source === node.id)
  const tcp = carried.filter((edge) => edge.protocol === 'tcp')
  const callers = carried.filter((edge) => isProblem(edge) && edge.source !== node.id).map((edge) => edge.source)
  const siblingsHealthy = healthySiblings(node, snapshot.nodes)
  return {
    kind: 'node',
    id: node.id,
    ...figures(node, carried, node.thresholds),
    failedPerSecond: serverFailuresOf(node).perSecond + failedConnectionsOver(tcp).perSecond,
    affectedCallers: new Set(callers).size,
    ...(siblingsHealthy.length > 0 && { siblingsHealthy }),
    victimIds,
  }
}

function edgeProblem(edge: Sick<GraphEdge>, victimIds: string[], thresholds: Thresholds | undefined): MeshProblem {
  return {
    kind: 'edge',
    id: edge.id,
    sourceId: edge.source,
    targetId: edge.target,
    ...figures(edge, [edge], thresholds),
    failedPerSecond: failuresOn(edge).perSecond,
    affectedCallers: 1,
    victimIds,
  }
}

function figures(
  item: Sick<GraphNode> | Sick<GraphEdge>,
  edges: readonly GraphEdge[],
  thresholds: Thresholds = defaultThresholds,
) {
  const { health, requestsPerSecond } = item
  const cause = causeOf(item, edges, thresholds)
  const share = shareOf(cause, item, edges)
  const code = topFailure(edges)
  const flag = topFlag(edges)
  return {
    health,
    cause,
    ...(share !== undefined && { share }),
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(code !== undefined && { topCode: code }),
    ...(flag !== undefined && { topFlag: flag }),
  }
}

/** Of the server's failures, else of the caller's. */
function topFailure(edges: readonly GraphEdge[]): string | undefined {
  const counts = edges.map(({ byCode }) => byCode)
  return (
    commonest(counts, (answer) => outcomeOfAnswer(answer) === 'server-failure') ??
    commonest(counts, (answer) => outcomeOfAnswer(answer) === 'client-failure')
  )
}

/** Of Envoy's own failures, else of what it says besides; what was injected is no part of what is wrong. */
function topFlag(edges: readonly GraphEdge[]): string | undefined {
  const counts = edges.map(({ byFlag }) => byFlag)
  return commonest(counts, isServerFailureFlag) ?? commonest(counts, (flag) => !isInjectedFlag(flag))
}

function healthySiblings(node: GraphNode, nodes: readonly GraphNode[]): string[] {
  if (node.app === undefined || node.version === undefined) {
    return []
  }
  return nodes
    .filter(
      (other) =>
        other.id !== node.id &&
        other.health === 'healthy' &&
        other.version !== undefined &&
        other.version !== node.version &&
        other.app === node.app &&
        other.namespace === node.namespace &&
        other.cluster === node.cluster,
    )
    .map((other) => other.version ?? other.name)
    .sort()
}
