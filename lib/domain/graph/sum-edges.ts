import type { GraphEdge } from './snapshot.ts'
import { worstHealth } from './worst-health.ts'

export type EdgeSum = Omit<
  GraphEdge,
  'id' | 'source' | 'target' | 'protocol' | 'reporters' | 'p50Ms' | 'p95Ms' | 'p99Ms'
>

/**
 * Several calls as one, per second: rates, codes, flags and bytes add up, shares and means are weighed by the requests
 * they are of. Brackets and the proxies' own views are left out: quantiles do not add. What none of them measured stays
 * absent. Health is the worst there is; attempts and mirrors only where all are.
 */
export function sumEdges(edges: readonly GraphEdge[]): EdgeSum {
  const weighed = (
    pick: (edge: GraphEdge) => number | undefined,
    weightOf: (edge: GraphEdge) => number,
  ): number | undefined => {
    const told = edges.filter((edge) => pick(edge) !== undefined && weightOf(edge) > 0)
    const weight = total(told, weightOf)
    return weight > 0 ? total(told, (edge) => (pick(edge) ?? 0) * weightOf(edge)) / weight : undefined
  }
  return withoutMissing({
    requestsPerSecond: totalOf(edges, ({ requestsPerSecond }) => requestsPerSecond),
    errorRatio: weighed(({ errorRatio }) => errorRatio, judgedPerSecond),
    clientErrorRatio: weighed(({ clientErrorRatio }) => clientErrorRatio, judgedPerSecond),
    injectedRatio: edges.some(({ injectedRatio }) => injectedRatio !== undefined)
      ? weighed(({ injectedRatio }) => injectedRatio ?? 0, requests)
      : undefined,
    bytesPerSecond: totalOf(edges, ({ bytesPerSecond }) => bytesPerSecond),
    connectionsPerSecond: totalOf(edges, ({ connectionsPerSecond }) => connectionsPerSecond),
    meanLatencyMs: weighed(({ meanLatencyMs }) => meanLatencyMs, requests),
    mtlsShare: weighed(
      ({ mtlsShare }) => mtlsShare,
      (edge) => edge.requestsPerSecond ?? edge.connectionsPerSecond ?? 0,
    ),
    byCode: edges.some(({ byCode }) => byCode !== undefined) ? sumRates(edges.map(({ byCode }) => byCode)) : undefined,
    byFlag: sumRates(edges.map(({ byFlag }) => byFlag)),
    isAttemptsOnly: allOf(edges, ({ isAttemptsOnly }) => isAttemptsOnly),
    isMirrored: allOf(edges, ({ isMirrored }) => isMirrored),
    health: worstHealth(edges.map(({ health }) => health)),
  })
}

/** Requests per second that were not injected: what an error share is a share of. */
function judgedPerSecond(edge: GraphEdge): number {
  return requests(edge) * (1 - (edge.injectedRatio ?? 0))
}

function requests({ requestsPerSecond }: GraphEdge): number {
  return requestsPerSecond ?? 0
}

function allOf(edges: readonly GraphEdge[], has: (edge: GraphEdge) => boolean | undefined): true | undefined {
  return edges.length > 0 && edges.every((edge) => has(edge) === true) ? true : undefined
}

function totalOf(edges: readonly GraphEdge[], pick: (edge: GraphEdge) => number | undefined): number | undefined {
  const told = edges.filter((edge) => pick(edge) !== undefined)
  return told.length === 0 ? undefined : total(told, (edge) => pick(edge) ?? 0)
}

function total(edges: readonly GraphEdge[], of: (edge: GraphEdge) => number): number {
  return edges.reduce((sum, edge) => sum + of(edge), 0)
}

function sumRates(several: readonly (Record<string, number> | undefined)[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [key, perSecond] of several.flatMap((rates) => Object.entries(rates ?? {}))) {
    sums.set(key, (sums.get(key) ?? 0) + perSecond)
  }
  return Object.fromEntries(sums)
}

function withoutMissing(sum: { [Key in keyof EdgeSum]: EdgeSum[Key] | undefined }): EdgeSum {
  const told = Object.fromEntries(Object.entries(sum).filter(([, value]) => value !== undefined))
  return { ...told, health: sum.health ?? 'unknown' }
}
