import type { Inventory, MeshWorkload } from './inventory.ts'

/** The workload of this name in the inventory; undefined when it has none. Without a cluster, the first that has it. */
export function findWorkload(
  inventory: Inventory,
  { cluster, namespace, name }: { cluster?: string | undefined; namespace: string; name: string },
): MeshWorkload | undefined {
  return inventory.workloads.find(
    (workload) =>
      (cluster === undefined || workload.cluster === cluster) &&
      workload.namespace === namespace &&
      workload.name === name,
  )
}
