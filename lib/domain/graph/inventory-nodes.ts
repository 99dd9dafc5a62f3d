import type { Inventory } from '../mesh/inventory.ts'
import type { Catalog } from './catalog.ts'
import { memberNode, type NodeIdentity, serviceNode } from './resolve-node.ts'
import type { GraphType } from './scope.ts'

/** The nodes a graph of this type has without any traffic: topology as Kubernetes knows it. Ids may repeat. */
export function inventoryNodes(
  inventory: Inventory,
  type: GraphType,
  catalog: Catalog,
): { identity: NodeIdentity; versions: (string | undefined)[] }[] {
  if (type === 'service') {
    return inventory.services.map(({ cluster, namespace, name }) => ({
      identity: serviceNode(cluster, namespace, name, catalog),
      versions: catalog.workloadsOfService(cluster, namespace, name).map((workload) => workload.version),
    }))
  }
  return inventory.workloads.map(({ cluster, namespace, name, app, version }) => ({
    identity: memberNode({ cluster, namespace, workload: name, app, version }, type, catalog),
    versions: [version],
  }))
}
