import type { MeshWorkload } from '../mesh/inventory.ts'
import type { TrafficDestination, TrafficSource } from '../telemetry/traffic.ts'
import { parseAuthority } from './authority.ts'
import type { Catalog } from './catalog.ts'
import { nodeId } from './node-id.ts'
import type { GraphType } from './scope.ts'
import type { GraphNode } from './snapshot.ts'
import { specialDestination } from './special-destination.ts'

/** What a node is, before any traffic. */
export type NodeIdentity = Pick<GraphNode, 'id' | 'kind' | 'cluster' | 'namespace' | 'name' | 'app' | 'version'>

/** A workload as one row or the inventory names it; every field but the place may be missing. */
interface Member {
  cluster: string
  namespace: string
  workload?: string | undefined
  app?: string | undefined
  version?: string | undefined
}

/**
 * The node that sends a row, or undefined for rows to drop: a source whose namespace is known and neither workload nor
 * app is telemetry's own slip. All unknown is a caller outside the mesh: one `unknown` node per cluster.
 */
export function resolveSource(
  source: TrafficSource,
  cluster: string,
  type: GraphType,
  catalog: Catalog,
): NodeIdentity | undefined {
  if (source.workload === undefined && source.app === undefined) {
    return source.namespace === undefined ? unknownCaller(cluster) : undefined
  }
  return memberNode({ ...source, cluster, namespace: source.namespace ?? '' }, type, catalog)
}

/**
 * The node that was asked, or undefined for rows to drop: a bare address with no workload behind it. Requests that
 * reached no workload belong to the service asked for, in every type of graph; where telemetry has only the authority
 * (no route, no cluster, a redirect), it is read in the caller's namespace.
 */
export function resolveDestination(
  destination: TrafficDestination,
  cluster: string,
  caller: { namespace: string | undefined; isGateway: boolean },
  type: GraphType,
  catalog: Catalog,
): NodeIdentity | undefined {
  const special = specialDestination(destination.service)
  if (special === 'passthrough' || special === 'blackhole') {
    return { id: nodeId(special, cluster), kind: special, cluster, namespace: '', name: destination.service ?? special }
  }
  const { workload, app, version } = destination
  const namespace = destination.namespace ?? destination.serviceNamespace
  const isKnownWorkload =
    workload !== undefined && namespace !== undefined && catalog.workload(cluster, namespace, workload) !== undefined
  const external = isKnownWorkload && type !== 'service' ? undefined : externalHost(destination, cluster, catalog)
  if (external !== undefined) {
    return externalNode(cluster, external)
  }
  if (type === 'service' || workload === undefined) {
    const service = special === 'inbound' ? undefined : askedService(destination, cluster, caller.namespace, catalog)
    if (service !== undefined) {
      return serviceNode(cluster, service.namespace, service.name, catalog)
    }
  }
  if (namespace !== undefined && (workload !== undefined || app !== undefined)) {
    return memberNode({ cluster, namespace, workload, app, version }, type, catalog)
  }
  return unresolved(destination, cluster, caller)
}

/** The node of a Service; a gateway's or waypoint's Service is of that kind. */
export function serviceNode(cluster: string, namespace: string, name: string, catalog: Catalog): NodeIdentity {
  const workloads = catalog.workloadsOfService(cluster, namespace, name)
  const app = sharedBy(workloads, (workload) => workload.app)
  return {
    id: nodeId('service', cluster, namespace, name),
    kind: roleOf(workloads) ?? 'service',
    cluster,
    namespace,
    name,
    ...(app !== undefined && { app }),
  }
}

/** The node a workload belongs to in a graph of this type. What a row leaves out, the inventory fills in. */
export function memberNode(member: Member, type: GraphType, catalog: Catalog): NodeIdentity {
  const { cluster, namespace, workload } = member
  const known = workload === undefined ? undefined : catalog.workload(cluster, namespace, workload)
  const app = member.app ?? known?.app
  const version = member.version ?? known?.version
  if (type === 'service') {
    const service = catalog.serviceOf(cluster, namespace, workload, app)
    if (service !== undefined) {
      return serviceNode(cluster, namespace, service, catalog)
    }
  }
  if (workload !== undefined && (type === 'service' || type === 'workload')) {
    return {
      id: nodeId('workload', cluster, namespace, workload),
      kind: known?.role ?? 'workload',
      cluster,
      namespace,
      name: workload,
      ...(app !== undefined && { app }),
      ...(version !== undefined && { version }),
    }
  }
  return appNode({ ...member, app, version }, type, catalog)
}

function appNode(member: Member, type: GraphType, catalog: Catalog): NodeIdentity {
  const { cluster, namespace, version } = member
  const app = member.app ?? member.workload ?? ''
  const kind = roleOf(catalog.workloadsOfApp(cluster, namespace, app)) ?? 'app'
  if (type === 'versioned-app') {
    return {
      id: nodeId('versioned-app', cluster, namespace, app, ...(version === undefined ? [] : [version])),
      kind,
      cluster,
      namespace,
      name: app,
      app,
      ...(version !== undefined && { version }),
    }
  }
  return { id: nodeId('app', cluster, namespace, app), kind, cluster, namespace, name: app, app }
}

function unknownCaller(cluster: string): NodeIdentity {
  return { id: nodeId('unknown', cluster), kind: 'unknown', cluster, namespace: '', name: 'unknown' }
}

function externalNode(cluster: string, host: string): NodeIdentity {
  return { id: nodeId('external', cluster, host), kind: 'external', cluster, namespace: '', name: host }
}

/** A ServiceEntry's host: by the inventory, else by Istio naming the service like its host. */
function externalHost({ host, service, serviceNamespace }: TrafficDestination, cluster: string, catalog: Catalog) {
  const name = host ?? service
  if (name === undefined) {
    return undefined
  }
  const parsed = parseAuthority(name, undefined)
  if (catalog.isServiceEntryHost(cluster, parsed.host)) {
    return parsed.host
  }
  const isNamedLikeHost = serviceNamespace !== undefined && service === host && parsed.host.includes('.')
  return isNamedLikeHost && !parsed.isAddress && parsed.service?.isQualified !== true ? parsed.host : undefined
}

function askedService(
  { host, service, serviceNamespace }: TrafficDestination,
  cluster: string,
  callerNamespace: string | undefined,
  catalog: Catalog,
): { namespace: string; name: string } | undefined {
  if (service !== undefined && parseAuthority(service, undefined).isAddress) {
    return undefined
  }
  if (service !== undefined && serviceNamespace !== undefined) {
    return { namespace: serviceNamespace, name: service }
  }
  const asked = parseAuthority(host ?? service ?? '', callerNamespace).service
  if (asked === undefined) {
    return undefined
  }
  return asked.isQualified || catalog.hasService(cluster, asked.namespace, asked.name) ? asked : undefined
}

/** A host no inventory knows. What arrives at a gateway may ask for anything, so those are one node and not one each. */
function unresolved(
  { host, service }: TrafficDestination,
  cluster: string,
  caller: { isGateway: boolean },
): NodeIdentity | undefined {
  const parsed = parseAuthority(host ?? service ?? '', undefined)
  if (parsed.isAddress) {
    return undefined
  }
  if (parsed.host === '' || caller.isGateway) {
    return { id: nodeId('unknown', cluster, 'host'), kind: 'unknown', cluster, namespace: '', name: 'unknown' }
  }
  return externalNode(cluster, parsed.host)
}

function roleOf(workloads: readonly MeshWorkload[]): 'gateway' | 'waypoint' | undefined {
  const role = sharedBy(workloads, (workload) => workload.role)
  return role === 'workload' ? undefined : role
}

/** The one value all of them have; undefined for none or several. */
export function sharedBy<Value>(workloads: readonly MeshWorkload[], pick: (workload: MeshWorkload) => Value) {
  const values = new Set(workloads.map(pick))
  return values.size === 1 ? [...values][0] : undefined
}
