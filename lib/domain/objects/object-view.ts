import { z } from 'zod'
import { KubernetesObject, ObjectReference } from '../mesh/kubernetes-object.ts'

/** Where a field of an object leads. */
export const LinkTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('object'), object: ObjectReference }),
  z.object({ kind: z.literal('service'), cluster: z.string(), namespace: z.string(), name: z.string() }),
  z.object({ kind: z.literal('workload'), cluster: z.string(), namespace: z.string(), name: z.string() }),
])
export type LinkTarget = z.infer<typeof LinkTarget>

/** A field, by its path from the object's root, and all that it leads to. */
export const ObjectLink = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  targets: z.array(LinkTarget),
})
export type ObjectLink = z.infer<typeof ObjectLink>

/** One mesh object as people read it: whole, but for bookkeeping nobody wrote by hand. */
export const ObjectView = z.object({ reference: ObjectReference, object: KubernetesObject, links: z.array(ObjectLink) })
export type ObjectView = z.infer<typeof ObjectView>
