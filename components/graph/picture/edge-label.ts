import { formatBracketMs, formatBytesRate, formatRate, formatRatio, joined } from '#lib/client/format.ts'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { mostFailing } from '../view/edge-sentence.ts'
import type { EdgeLabel } from '../view/graph-view.ts'

/** What is said of traffic that all was injected, by its share: `◇ 100 % injected`. */
export type InjectedWords = (share: string) => string

/** What was chosen of a call, on at most two lines: how much, then how well; the most telling first. */
export function edgeLabel(
  edge: GraphEdge,
  share: number | undefined,
  labels: readonly EdgeLabel[],
  injectedWords: InjectedWords,
): string[] {
  const has = (label: EdgeLabel) => labels.includes(label)
  const hasBytes = has('throughput') || (has('rate') && edge.protocol === 'tcp')
  const amounts = [
    has('rate') && edge.requestsPerSecond !== undefined ? joined(formatRate(edge.requestsPerSecond)) : undefined,
    hasBytes && edge.bytesPerSecond !== undefined ? joined(formatBytesRate(edge.bytesPerSecond)) : undefined,
    has('share') && share !== undefined ? joined(formatRatio(share)) : undefined,
    has('protocol') ? (edge.protocol === 'grpc' ? 'gRPC' : edge.protocol.toUpperCase()) : undefined,
  ]
  const hasFailed = edge.errorRatio !== undefined && edge.errorRatio > 0
  const quality = [
    has('errors') && hasFailed ? withCode(edge, joined(formatRatio(edge.errorRatio))) : undefined,
    has('errors') && isAllInjected(edge) ? injectedWords(joined(formatRatio(edge.injectedRatio))) : undefined,
    ...bracketWords(edge, labels),
  ]
  return [amounts, quality].map((line) => line.filter((part) => part !== undefined).join(' · ')).filter(Boolean)
}

const brackets = { p50: 'p50Ms', p95: 'p95Ms', p99: 'p99Ms' } as const

/** `10–25 ms` where one quantile is chosen, `p50 10–25 ms` where several are. */
function bracketWords(edge: GraphEdge, labels: readonly EdgeLabel[]): string[] {
  const chosen = (['p50', 'p95', 'p99'] as const).filter((quantile) => labels.includes(quantile))
  return chosen.flatMap((quantile) => {
    const bracket = edge[brackets[quantile]]
    const words = joined(formatBracketMs(bracket))
    return bracket === undefined ? [] : [chosen.length > 1 ? `${quantile} ${words}` : words]
  })
}

/** `18 % 503`: which answer most of the failures are, where the edge is failing and one stands out. */
function withCode(edge: GraphEdge, share: string): string {
  const { answer } = mostFailing(edge)
  return edge.health === 'failing' && answer !== undefined && answer !== '0' ? `${share} ${answer}` : share
}

/** All of it failed on purpose, so nothing is left to judge; sums of rates are not exact. */
export function isAllInjected({ injectedRatio, errorRatio }: Pick<GraphNode, 'injectedRatio' | 'errorRatio'>): boolean {
  return errorRatio === undefined && injectedRatio !== undefined && injectedRatio > 1 - 1e-6
}
