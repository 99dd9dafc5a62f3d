import type { PageOf } from '#lib/client/hrefs.ts'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'

/** The service a node is, or serves: of a workload or an app it is called as the app is, by the rule of canonical names. */
export function serviceOfNode({ id, kind, cluster, namespace, name, app }: GraphNode): PageOf | undefined {
  if (namespace === '' || !['service', 'workload', 'app', 'gateway', 'waypoint'].includes(kind)) {
    return undefined
  }
  return { cluster, namespace, name: id.startsWith('service:') ? name : (app ?? name) }
}

/** The service whose requests can be moved between its versions; none for gateways and waypoints, which send them on. */
export function steeredService(node: GraphNode): PageOf | undefined {
  return ['service', 'workload', 'app'].includes(node.kind) ? serviceOfNode(node) : undefined
}

/** The workload a node is; none for what stands for several, or for a service. */
export function workloadOfNode({ id, cluster, namespace, name }: GraphNode): PageOf | undefined {
  return id.startsWith('workload:') && namespace !== '' ? { cluster, namespace, name } : undefined
}
