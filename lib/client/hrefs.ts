import type { Route } from 'next'
import type { Scope } from '../domain/graph/scope.ts'
import type { GraphNode } from '../domain/graph/snapshot.ts'
import type { ObjectReference } from '../domain/mesh/kubernetes-object.ts'
import { addressOf } from './call.ts'
import type { DiagnosisStart } from './diagnosis-start.ts'
import { scopeQuery } from './scope-query.ts'

/** What a page is of. */
export interface PageOf {
  /** Absent: the first cluster that has it. */
  cluster?: string | undefined
  namespace: string
  name: string
}

export function overviewHref(scope: Scope): Route {
  return pageHref('/overview', scope)
}

export function graphHref(scope: Scope, view: { sel?: string; view?: 'table' } = {}): Route {
  return addressOf({ path: '/graph' }, {}, { ...scopeQuery(scope), ...view }) as Route
}

export function servicesHref(scope: Scope): Route {
  return pageHref('/services', scope)
}

export function workloadsHref(scope: Scope): Route {
  return pageHref('/workloads', scope)
}

export function alertsHref(scope: Scope, view: { state?: string; sel?: string } = {}): Route {
  const query = { ...scopeQuery({ ...scope, type: 'workload', at: undefined }), ...view }
  return addressOf({ path: '/alerts' }, {}, query) as Route
}

/** Who is to blame: in the scope, for a service, or for a call. */
export function diagnosisHref(scope: Scope, start: DiagnosisStart = {}): Route {
  const { namespace, service, source } = start
  const query = { ...scopeQuery({ ...scope, type: 'workload' }), namespace, service, source }
  return addressOf({ path: '/diagnosis' }, {}, query) as Route
}

/** The one page of a service; the cluster goes along because two clusters may both have it. */
export function serviceHref(scope: Scope, { cluster, namespace, name }: PageOf): Route {
  const path = '/services/{namespace}/{name}'
  return addressOf({ path }, { namespace, name }, { ...scopeQuery({ ...scope, type: 'workload' }), cluster }) as Route
}

/** The one page of a workload, named like a service is. */
export function workloadHref(scope: Scope, { cluster, namespace, name }: PageOf): Route {
  const path = '/workloads/{namespace}/{name}'
  return addressOf({ path }, { namespace, name }, { ...scopeQuery({ ...scope, type: 'workload' }), cluster }) as Route
}

/** The service's page, at what sends its traffic to its versions. */
export function steeringHref(scope: Scope, service: PageOf): Route {
  return `${serviceHref(scope, service)}#${steeringAnchor}` as Route
}

export const steeringAnchor = 'traffic'

/** The service's page with one of its objects shown as YAML. */
export function serviceObjectHref(
  scope: Scope,
  service: PageOf,
  { apiVersion, kind, namespace, name }: Omit<ObjectReference, 'cluster'>,
): Route {
  const href = serviceHref(scope, service)
  return `${href}${href.includes('?') ? '&' : '?'}object=${[apiVersion, kind, namespace, name].join('/')}` as Route
}

/** What was changed; of one service, or of one object (`VirtualService/shop/cart`). */
export function changesHref(scope: Scope, view: { service?: string; object?: string } = {}): Route {
  const query = { ...scopeQuery({ ...scope, type: 'workload', at: undefined }), ...view }
  return addressOf({ path: '/changes' }, {}, query) as Route
}

/** One change by the name of its record. */
export function changeHref(scope: Scope, { cluster, namespace, name }: PageOf): Route {
  const path = '/changes/{namespace}/{name}'
  const query = { ...scopeQuery({ ...scope, type: 'workload', at: undefined }), cluster }
  return addressOf({ path }, { namespace, name }, query) as Route
}

/** The one page of a node; undefined for what has none. */
export function nodeHref(
  scope: Scope,
  node: Pick<GraphNode, 'id' | 'cluster' | 'namespace' | 'name'>,
): Route | undefined {
  if (node.id.startsWith('service:')) {
    return serviceHref(scope, node)
  }
  return node.id.startsWith('workload:') ? workloadHref(scope, node) : undefined
}

function pageHref(path: string, scope: Scope): Route {
  return addressOf({ path }, {}, scopeQuery({ ...scope, type: 'workload' })) as Route
}
