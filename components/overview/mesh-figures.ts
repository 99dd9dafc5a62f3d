import type { GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { serverFailuresOf } from '#lib/domain/health/failures.ts'
import type { Notice } from '#lib/domain/notice.ts'

export interface MeshFigures {
  /** Calls on all connections; absent when none was measured. */
  requestsPerSecond?: number
  /** Failed ÷ calls; absent when there were no calls. */
  errorRatio?: number
  /** Calls under mutual TLS ÷ calls whose receiver told. */
  mtlsRatio?: number
  /** Connections that carried anything in the window. */
  busyEdges: number
  /** What takes part in traffic without being in the mesh. */
  outside: GraphNode[]
}

const graveCodes: ReadonlySet<Notice['code']> = new Set([
  'unavailable',
  'timeout',
  'unauthenticated',
  'forbidden',
  'invalid',
])

/** Whether a source is missing as a whole, so that what it would have told is unknown. */
export function isSourceMissing(notices: readonly Notice[], source: Notice['source']): boolean {
  return notices.some((notice) => notice.source === source && graveCodes.has(notice.code))
}

/** Sums over every connection of the graph, each weighted by its calls. What was not measured counts in neither side of a ratio, and what no caller felt is no call. */
export function meshFigures({ nodes, edges }: Pick<GraphSnapshot, 'nodes' | 'edges'>): MeshFigures {
  let calls = 0
  let failed = 0
  let told = 0
  let secured = 0
  let busyEdges = 0
  let isMeasured = false
  for (const edge of edges) {
    const rate = edge.requestsPerSecond
    if ((rate ?? 0) > 0 || (edge.bytesPerSecond ?? 0) > 0) {
      busyEdges += 1
    }
    if (rate === undefined || edge.isAttemptsOnly === true) {
      continue
    }
    isMeasured = true
    calls += rate
    failed += serverFailuresOf(edge).perSecond
    if (edge.mtlsShare !== undefined) {
      told += rate
      secured += rate * edge.mtlsShare
    }
  }
  return {
    ...(isMeasured ? { requestsPerSecond: calls } : {}),
    ...(calls > 0 ? { errorRatio: failed / calls } : {}),
    ...(told > 0 ? { mtlsRatio: secured / told } : {}),
    busyEdges,
    outside: nodes.filter((node) => node.membership === 'none' || node.kind === 'external'),
  }
}
