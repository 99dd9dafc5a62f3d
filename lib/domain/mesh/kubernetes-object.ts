import { z } from 'zod'

const TextMap = z.record(z.string(), z.string())

/** Any Kubernetes object, unstructured: what is not named here is kept as it came. */
export const KubernetesObject = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1),
    /** Absent where the kind belongs to no namespace. */
    namespace: z.string().optional(),
    resourceVersion: z.string().optional(),
    uid: z.string().optional(),
    /** Counts changes of `spec`. */
    generation: z.number().optional(),
    creationTimestamp: z.string().nullish(),
    labels: TextMap.nullish(),
    annotations: TextMap.nullish(),
  }),
})
export type KubernetesObject = z.infer<typeof KubernetesObject>

/** Where one object lives. `cluster` is the mesh's cluster id; `namespace` is empty where the kind belongs to none. */
export const ObjectReference = z.object({
  cluster: z.string(),
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
})
export type ObjectReference = z.infer<typeof ObjectReference>

/** Where an object taken from `cluster`, or meant for it, lives there. */
export function referenceTo(cluster: string, { apiVersion, kind, metadata }: KubernetesObject): ObjectReference {
  return { cluster, apiVersion, kind, namespace: metadata.namespace ?? '', name: metadata.name }
}
