import type { Catalog } from '../graph/catalog.ts'
import { objectsAbout } from '../graph/objects-about.ts'
import { memberNode, serviceNode } from '../graph/resolve-node.ts'
import type { Inventory } from '../mesh/inventory.ts'
import { type ChangesQuestion, recentChanges } from '../overview/recent-changes.ts'
import type { KnownChange } from './incident-window.ts'

/**
 * Rollouts and writes of mesh objects as the localizer takes them: by the service whose workload it was, or each service
 * the object is about. `kind` is `rollout` or the object's kind, `to` the version or the object's name.
 */
export function knownChanges(inventory: Inventory, catalog: Catalog, asked: ChangesQuestion): KnownChange[] {
  return recentChanges(inventory, asked).flatMap(({ cluster, namespace, name, kind, at, what }): KnownChange[] => {
    if (what === 'rolled-out') {
      const version = catalog.workload(cluster, namespace, name)?.version
      const { id } = memberNode({ cluster, namespace, workload: name }, 'service', catalog)
      return [{ service: id, kind: 'rollout', at, ...(version !== undefined && { to: version }) }]
    }
    const written = inventory.objects.filter(
      (object) =>
        object.cluster === cluster && object.namespace === namespace && object.name === name && object.kind === kind,
    )
    return inventory.services
      .filter((service) => {
        const workloads = catalog.workloadsOfService(service.cluster, service.namespace, service.name)
        return objectsAbout(service, workloads, written).length > 0
      })
      .map((service) => ({
        service: serviceNode(service.cluster, service.namespace, service.name, catalog).id,
        kind,
        at,
        to: `${namespace}/${name}`,
      }))
  })
}
