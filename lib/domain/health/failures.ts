import type { GraphEdge, GraphNode, ReporterView } from '../graph/snapshot.ts'
import { isServerFailureFlag } from '../telemetry/outcome.ts'

type Counted = Pick<GraphNode, 'requestsPerSecond' | 'injectedRatio' | 'errorRatio' | 'clientErrorRatio'>

/** Failures per second, and `ratio`, their share: is of what was not injected, 0 where nothing was judged. */
export interface Failures {
  perSecond: number
  ratio: number
}

const none: Failures = { perSecond: 0, ratio: 0 }

/**
 * Server failures of a node, an edge or one proxy's view. `errorRatio` is a share of what was not injected, so rate ×
 * `errorRatio` is more than failed wherever faults are injected; this is not. None where there was nothing to judge.
 */
export function serverFailuresOf(counted: Counted): Failures {
  return failures(counted, counted.errorRatio)
}

/** Client failures likewise: per second, and as a share of what was not injected. */
export function clientFailuresOf(counted: Counted): Failures {
  return failures(counted, counted.clientErrorRatio)
}

/**
 * Connections that ended by a failure of Envoy's (`UF`, `UH`, `NC`, …): all that tells failing TCP from working TCP. One
 * connection may carry several flags, so the largest flag stands for all: a lower bound.
 */
export function failedConnectionsOf(edge: Pick<GraphEdge, 'byFlag' | 'connectionsPerSecond'>): Failures {
  const flagged = Object.entries(edge.byFlag ?? {}).filter(([flag]) => isServerFailureFlag(flag))
  return shareOfConnections(
    flagged.reduce((most, [, rate]) => Math.max(most, rate), 0),
    edge.connectionsPerSecond ?? 0,
  )
}

/** The same of several edges: of all connections they opened. None where none was opened. */
export function failedConnectionsOver(tcp: readonly GraphEdge[]): Failures {
  const perSecond = tcp.reduce((sum, edge) => sum + failedConnectionsOf(edge).perSecond, 0)
  const opened = tcp.reduce((sum, edge) => sum + (edge.connectionsPerSecond ?? 0), 0)
  return shareOfConnections(perSecond, opened)
}

/** More may fail than were opened in a window: some were opened before it. */
function shareOfConnections(perSecond: number, opened: number): Failures {
  const connections = Math.max(opened, perSecond)
  return connections > 0 ? { perSecond, ratio: perSecond / connections } : none
}

/** What fails on an edge, in requests for HTTP and gRPC, in connections for TCP. */
export function failuresOn(edge: GraphEdge): Failures {
  return edge.protocol === 'tcp' ? failedConnectionsOf(edge) : serverFailuresOf(edge)
}

/** What the callee's proxy saw fail while the caller's reports too: attempts that a retry may have hidden. */
export function failedAttemptsOn(edge: GraphEdge): Failures {
  if (edge.isAttemptsOnly === true) {
    return failuresOn(edge)
  }
  const { source, waypoint, destination } = edge.reporters ?? {}
  const callee: ReporterView | undefined = destination ?? waypoint
  return source === undefined || callee === undefined || edge.protocol === 'tcp' ? none : serverFailuresOf(callee)
}

function failures(counted: Counted, ratio: number | undefined): Failures {
  if (counted.requestsPerSecond === undefined || ratio === undefined) {
    return none
  }
  return { perSecond: counted.requestsPerSecond * (1 - (counted.injectedRatio ?? 0)) * ratio, ratio }
}
