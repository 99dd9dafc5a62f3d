import type { Inventory, MeshWorkload } from '../mesh/inventory.ts'
import { hasLabels } from '../routing/destination-rule.ts'
import { mirrorsInForce } from '../routing/mirrors-in-force.ts'
import type { RouteTarget } from '../routing/route-request.ts'
import { routingTable } from '../routing/routing-table.ts'
import type { Catalog } from './catalog.ts'
import { lookupKey } from './lookup-key.ts'
import type { NodeIdentity } from './resolve-node.ts'
import { workloadsOfNode } from './workloads-of-node.ts'

/**
 * Tells whether what only the callee counted between two nodes is mirrored: a VirtualService in force for a workload of
 * the caller mirrors to a service and subset that a workload of the callee is behind. Copies are counted at the callee
 * alone, as coming from the caller (measured on a real mesh). The table of routes is read when the first edge asks.
 */
export function mirrorSight(
  inventory: Inventory,
  catalog: Catalog,
): (ends: { source: NodeIdentity; target: NodeIdentity }) => boolean {
  const tables = new Map<string, ReturnType<typeof routingTable>>()
  const known = new Map<string, RouteTarget[]>()
  const tableOf = (cluster: string) => {
    const inCluster = (item: { cluster: string }) => item.cluster === cluster
    const table =
      tables.get(cluster) ?? routingTable(inventory.services.filter(inCluster), inventory.objects.filter(inCluster))
    tables.set(cluster, table)
    return table
  }
  const mirrorsOf = ({ cluster, namespace, name, podLabels, role }: MeshWorkload) => {
    const key = lookupKey(cluster, namespace, name)
    const targets =
      known.get(key) ?? mirrorsInForce(tableOf(cluster), { namespace, podLabels, isGateway: role === 'gateway' })
    known.set(key, targets)
    return targets
  }
  return ({ source, target }) => {
    const callees = new Set(workloadsOfNode(target, catalog))
    return workloadsOfNode(source, catalog)
      .flatMap(mirrorsOf)
      .some(({ labels, known: host }) =>
        catalog
          .workloadsOfService(target.cluster, host?.namespace ?? '', host?.name ?? '')
          .some((workload) => callees.has(workload) && hasLabels(workload.podLabels, labels)),
      )
  }
}
