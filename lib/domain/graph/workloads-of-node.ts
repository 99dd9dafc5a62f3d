import type { MeshWorkload } from '../mesh/inventory.ts'
import type { Catalog } from './catalog.ts'
import type { NodeIdentity } from './resolve-node.ts'

/** The workloads of the inventory that a node stands for; none for what the inventory does not know. */
export function workloadsOfNode(
  { id, cluster, namespace, name, app, version }: NodeIdentity,
  catalog: Catalog,
): readonly MeshWorkload[] {
  if (id.startsWith('service:')) {
    return catalog.workloadsOfService(cluster, namespace, name)
  }
  if (id.startsWith('workload:')) {
    const workload = catalog.workload(cluster, namespace, name)
    return workload === undefined ? [] : [workload]
  }
  const members = app === undefined ? [] : catalog.workloadsOfApp(cluster, namespace, app)
  return id.startsWith('versioned-app:') ? members.filter((workload) => workload.version === version) : members
}
