import type { Inventory } from '../domain/mesh/inventory.ts'
import type { Cluster } from '../ports/cluster.ts'

const notAsked = () => Promise.reject(new Error('not asked'))

/** A cluster with an inventory and nothing else: whatever else is asked of it rejects. */
export function readOnlyCluster(inventory: () => Promise<Inventory>): Cluster {
  return {
    inventory,
    read: notAsked,
    create: notAsked,
    replace: notAsked,
    remove: notAsked,
    mayDo: notAsked,
    probe: notAsked,
    close: notAsked,
  }
}
