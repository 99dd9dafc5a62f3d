import type { GraphEdge } from '#lib/domain/graph/snapshot.ts'
import { commonest } from '#lib/domain/health/commonest.ts'
import { failedAttemptsOn, failedConnectionsOf, serverFailuresOf } from '#lib/domain/health/failures.ts'
import { outcomeOfAnswer } from '#lib/domain/telemetry/answer-key.ts'
import { isServerFailureFlag } from '#lib/domain/telemetry/outcome.ts'

/** What is to be said of an edge in one sentence: a key of `messages.graph.sentence` and its numbers. */
export type EdgeSentence =
  | { code: 'unmeasured' | 'idle' }
  | { code: 'tcp'; bytesPerSecond: number | undefined; connectionsPerSecond: number | undefined }
  | { code: 'tcpFailing'; ratio: number; flag: string }
  | { code: 'injected'; ratio: number; rate: number }
  | { code: 'failingFlag'; ratio: number; rate: number; flag: string }
  | { code: 'failingCode' | 'refused'; ratio: number; rate: number; answer: string }
  | { code: 'failing' | 'few' | 'healthy'; ratio: number; rate: number }
  | { code: 'retried'; ratio: number; calleeRatio: number }

const manyRefused = 0.1

/** The one sentence that matters most: failures by their flag or answer first, then what retries hide, then the calm. */
export function edgeSentence(edge: GraphEdge): EdgeSentence {
  if (edge.protocol === 'tcp') {
    return tcpSentence(edge)
  }
  const { requestsPerSecond: rate, errorRatio: ratio, injectedRatio } = edge
  if (rate === undefined) {
    return { code: edge.health === 'idle' ? 'idle' : 'unmeasured' }
  }
  if (ratio === undefined) {
    return injectedRatio === undefined ? { code: 'unmeasured' } : { code: 'injected', ratio: injectedRatio, rate }
  }
  if (edge.health === 'failing' || (edge.isAttemptsOnly === true && ratio > 0)) {
    return failingSentence(edge, ratio, rate)
  }
  const hidden = failedAttemptsOn(edge)
  if (edge.health === 'degraded' && hidden.ratio > ratio * 2) {
    return { code: 'retried', ratio, calleeRatio: hidden.ratio }
  }
  const refused = edge.clientErrorRatio ?? 0
  const answer = commonest([edge.byCode], (code) => outcomeOfAnswer(code) === 'client-failure')
  if (refused >= manyRefused && answer !== undefined) {
    return { code: 'refused', ratio: refused, rate, answer }
  }
  if (injectedRatio !== undefined && injectedRatio > 0) {
    return { code: 'injected', ratio: injectedRatio, rate }
  }
  return { code: ratio > 0 ? 'few' : 'healthy', ratio, rate }
}

function tcpSentence(edge: GraphEdge): EdgeSentence {
  const flag = commonest([edge.byFlag], isServerFailureFlag)
  if (flag !== undefined && edge.health !== 'healthy') {
    return { code: 'tcpFailing', ratio: failedConnectionsOf(edge).ratio, flag }
  }
  const { bytesPerSecond, connectionsPerSecond } = edge
  if (bytesPerSecond === undefined && connectionsPerSecond === undefined) {
    return { code: edge.health === 'idle' ? 'idle' : 'unmeasured' }
  }
  return { code: 'tcp', bytesPerSecond, connectionsPerSecond }
}

/** The answer and the flag that most failures of an edge carry, where they do. */
export function mostFailing({ byCode, byFlag }: Pick<GraphEdge, 'byCode' | 'byFlag'>) {
  return {
    answer: commonest([byCode], (code) => outcomeOfAnswer(code) === 'server-failure'),
    flag: commonest([byFlag], isServerFailureFlag),
  }
}

function failingSentence(edge: GraphEdge, ratio: number, rate: number): EdgeSentence {
  const { flag, answer } = mostFailing(edge)
  if (flag !== undefined && (edge.byFlag?.[flag] ?? 0) >= serverFailuresOf(edge).perSecond / 2) {
    return { code: 'failingFlag', ratio, rate, flag }
  }
  return answer === undefined ? { code: 'failing', ratio, rate } : { code: 'failingCode', ratio, rate, answer }
}
