import type { Route } from 'next'
import type { Alert } from '../domain/alerts/alert.ts'
import { nodeId } from '../domain/graph/node-id.ts'
import type { GraphType, Scope } from '../domain/graph/scope.ts'
import type { UnixSeconds } from '../domain/time.ts'
import { diagnosisHref, graphHref, serviceHref, workloadHref } from './hrefs.ts'

export interface AlertLinks {
  /** The graph of the window that begins where the alert does; the live one while that window is not over. */
  graph: Route
  /** Who is to blame for what began with it; at now while it has not stood long. */
  diagnosis: Route
  service?: Route
  workload?: Route
}

/** So much of an incident is enough to judge it by. */
const judgedSeconds = 300

/** Where an alert leads. `onlyCluster` stands in where the mesh has but one and the alert names none. */
export function alertLinks(
  scope: Scope,
  { subject, startsAt }: Pick<Alert, 'subject' | 'startsAt'>,
  now: UnixSeconds,
  onlyCluster?: string,
): AlertLinks {
  const { namespace, service, workload, cluster = onlyCluster } = subject
  const end = Math.ceil(startsAt) + scope.window
  const found = selectionOf({ cluster, namespace, service, workload })
  const at = end < now ? end : undefined
  const start: Scope = {
    ...scope,
    cluster: subject.cluster ?? scope.cluster,
    namespaces: namespace === undefined ? scope.namespaces : [namespace],
    type: found?.type ?? scope.type,
    at,
  }
  const judged = Math.ceil(startsAt) + Math.max(scope.window, judgedSeconds)
  const live: Scope = { ...scope, at: undefined }
  return {
    graph: graphHref(start, found === undefined ? {} : { sel: found.sel }),
    diagnosis: diagnosisHref(
      { ...scope, cluster: subject.cluster ?? scope.cluster, at: judged < now ? judged : undefined },
      namespace === undefined || service === undefined ? {} : { namespace, service },
    ),
    ...(namespace !== undefined &&
      service !== undefined && { service: serviceHref(live, { cluster, namespace, name: service }) }),
    ...(namespace !== undefined &&
      workload !== undefined && { workload: workloadHref(live, { cluster, namespace, name: workload }) }),
  }
}

/** The node to select and the graph that has it; none where the alert does not name it whole. */
function selectionOf({
  cluster,
  namespace,
  service,
  workload,
}: Alert['subject']): { type: GraphType; sel: string } | undefined {
  if (cluster === undefined || namespace === undefined) {
    return undefined
  }
  if (workload !== undefined) {
    return { type: 'workload', sel: nodeId('workload', cluster, namespace, workload) }
  }
  return service === undefined ? undefined : { type: 'service', sel: nodeId('service', cluster, namespace, service) }
}
