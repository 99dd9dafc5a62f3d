import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { defaultThresholds } from '#lib/domain/thresholds/thresholds.ts'

/** What can be said of a node in one sentence; `ratio` fills its share. */
export interface NodeVerdict {
  key: 'fails' | 'degraded' | 'clientErrors' | 'degradedPlain' | 'broken' | 'victim' | 'healthy' | 'idle' | 'unknown'
  tone: 'failing' | 'degraded' | 'neutral'
  ratio?: number
}

/** The sentence that explains a node's health by the number that decided it. */
export function nodeVerdict(node: GraphNode): NodeVerdict {
  const { health, errorRatio = 0, clientErrorRatio = 0, thresholds = defaultThresholds } = node
  if (health === 'failing') {
    if (node.role === 'victim') {
      return { key: 'victim', tone: 'failing', ratio: errorRatio }
    }
    return errorRatio > 0 ? { key: 'fails', tone: 'failing', ratio: errorRatio } : { key: 'broken', tone: 'failing' }
  }
  if (health === 'degraded') {
    if (errorRatio >= thresholds.degradedErrorRatio) {
      return { key: 'degraded', tone: 'degraded', ratio: errorRatio }
    }
    return clientErrorRatio >= thresholds.degradedClientErrorRatio
      ? { key: 'clientErrors', tone: 'degraded', ratio: clientErrorRatio }
      : { key: 'degradedPlain', tone: 'degraded' }
  }
  return { key: health, tone: 'neutral' }
}
