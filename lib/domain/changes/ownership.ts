import { z } from 'zod'
import { ObjectReference } from '../mesh/kubernetes-object.ts'

export const OwnerKind = z.enum([
  'flagger',
  'argo-rollouts',
  'openkruise',
  'controller',
  'argo-cd',
  'flux',
  'config-sync',
  'helm',
  'exantas',
  'kiali',
  'kubectl',
  'nobody',
])
export type OwnerKind = z.infer<typeof OwnerKind>

/**
 * Who keeps an object. `read-only`: a controller writes it and has verbs of its own; `propose`: a tool will write it back
 * from its own source, so only an override with a reason writes; `free`.
 */
export const Ownership = z.object({
  kind: OwnerKind,
  /** What the owner calls itself: an application, a release, `Canary/shop/cart`. */
  name: z.string().optional(),
  verdict: z.enum(['read-only', 'propose', 'free']),
  /** When the owner would undo a foreign write; absent where it would not. */
  undoneWhen: z.enum(['seconds', 'interval', 'upgrade']).optional(),
})
export type Ownership = z.infer<typeof Ownership>

export const OwnedObject = z.object({ object: ObjectReference, owner: Ownership })
export type OwnedObject = z.infer<typeof OwnedObject>
