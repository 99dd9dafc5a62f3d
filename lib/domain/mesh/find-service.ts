import type { Inventory, MeshService } from './inventory.ts'

/** The service of this name in the inventory; undefined when it has none. Without a cluster, the first that has it. */
export function findService(
  inventory: Inventory,
  { cluster, namespace, name }: { cluster?: string | undefined; namespace: string; name: string },
): MeshService | undefined {
  return inventory.services.find(
    (service) =>
      (cluster === undefined || service.cluster === cluster) &&
      service.namespace === namespace &&
      service.name === name,
  )
}
