import type { GraphNode } from '../domain/graph/snapshot.ts'
import { defaultThresholds, type Thresholds } from '../domain/thresholds/thresholds.ts'

type Judged = Pick<GraphNode, 'health' | 'errorRatio' | 'clientErrorRatio'> & { thresholds?: Thresholds | undefined }

/** Red or amber only where this very number is what is wrong, by the thresholds that apply to the node. */
export function ratioTone({
  health,
  errorRatio = 0,
  thresholds = defaultThresholds,
}: Judged): 'failing' | 'degraded' | 'plain' {
  const isWrong = errorRatio >= thresholds.degradedErrorRatio
  return isWrong && (health === 'failing' || health === 'degraded') ? health : 'plain'
}

/** The same of requests that fail by the caller's fault, which never make a node failing. */
export function clientRatioTone({
  health,
  clientErrorRatio = 0,
  thresholds = defaultThresholds,
}: Judged): 'degraded' | 'plain' {
  return health === 'degraded' && clientErrorRatio >= thresholds.degradedClientErrorRatio ? 'degraded' : 'plain'
}
