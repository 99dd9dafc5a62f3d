import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { linesSeenBy, summedPoints } from '#lib/domain/telemetry/history-lines.ts'
import type { ServiceHistory } from '#lib/domain/telemetry/service-history.ts'
import { errorRatioPoints } from '#lib/domain/telemetry/service-series.ts'
import type { Points } from '#lib/domain/telemetry/traffic.ts'

export interface CallHistory {
  /** Requests per second; absent where only bytes were counted. */
  requests?: Points
  /** Server failures ÷ requests. */
  errorRatio?: Points
  /** Of TCP, both directions. */
  bytes?: Points
}

type Line = ServiceHistory['requests'][number] | ServiceHistory['tcp'][number]

/** Of a service's history what arrived at one node of it, from one caller where one is given, each request counted once. */
export function callHistory(history: ServiceHistory, target: GraphNode, source?: GraphNode): CallHistory {
  const { length } = history.timestamps
  const isMeant = (line: Line) => isAt(line, target) && (source === undefined || isFrom(line, source))
  const requests = history.requests.filter(isMeant)
  const tcp = history.tcp.filter(isMeant)
  return {
    ...(requests.length > 0 && {
      requests: summedPoints(linesSeenBy(requests, undefined), length),
      errorRatio: errorRatioPoints({ timestamps: history.timestamps, requests }),
    }),
    ...(tcp.length > 0 && { bytes: summedPoints(linesSeenBy(tcp, undefined), length) }),
  }
}

/** What reached no workload has no version; it is the service's, not that of one of its versions. */
function isAt({ version }: Line, target: GraphNode): boolean {
  const isOfAll = target.kind === 'service' || target.id.startsWith('service:') || target.id.startsWith('app:')
  return isOfAll || version === target.version
}

function isFrom({ caller }: Line, { id, namespace, name, app, version }: GraphNode): boolean {
  if (id.startsWith('unknown:')) {
    return caller.workload === undefined && caller.app === undefined
  }
  if (caller.namespace !== namespace) {
    return false
  }
  if (id.startsWith('workload:')) {
    return (caller.workload ?? caller.app) === name
  }
  return (caller.app ?? caller.workload) === (app ?? name) && (version === undefined || caller.version === version)
}
