import type { GraphSnapshot } from '../graph/snapshot.ts'
import { serverFailuresOf } from '../health/failures.ts'
import type { Overview } from './overview.ts'

/**
 * Sums over every connection of the graph, each weighted by its calls. What was not measured counts in neither side of a
 * ratio, and what no caller felt is no call.
 */
export function meshFigures({ edges }: Pick<GraphSnapshot, 'edges'>): Overview['figures'] {
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
    ...(calls > 0 ? { errorRatio: Math.min(1, failed / calls) } : {}),
    ...(told > 0 ? { mtlsRatio: Math.min(1, secured / told) } : {}),
    busyEdges,
  }
}
