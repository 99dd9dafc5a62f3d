import type { KubernetesObject } from '../mesh/kubernetes-object.ts'

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/** The object without `managedFields` and without kubectl's second copy of it; everything else stays as it came. */
export function readableObject({ apiVersion, kind, metadata, ...rest }: KubernetesObject): KubernetesObject {
  const { managedFields: _, annotations, ...kept } = metadata
  const { [lastApplied]: __, ...own } = annotations ?? {}
  return {
    apiVersion,
    kind,
    metadata: { ...kept, ...(Object.keys(own).length > 0 && { annotations: own }) },
    ...rest,
  }
}
