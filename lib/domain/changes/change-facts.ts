import type { Inventory } from '../mesh/inventory.ts'
import type { KubernetesObject, ObjectReference } from '../mesh/kubernetes-object.ts'

/** An object as the API server has it now, read past every cache; without `object` it is not there. */
export interface FreshObject {
  reference: ObjectReference
  object?: KubernetesObject
}

/** All that a plan is made from. */
export interface ChangeFacts {
  inventory: Inventory
  /** What `objectsToRead` asked for; they stand in for what the inventory remembers of them. */
  fresh: readonly FreshObject[]
  /** As in `1.31.2`; absent: not known, taken for a recent one. */
  istioVersion?: string | undefined
}
