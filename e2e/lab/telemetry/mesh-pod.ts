import { z } from 'zod'

// Names become file paths.
const name = z.string().regex(/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/)

/** A pod as the kubelet reports it. */
export const meshPodSchema = z.object({
  namespace: name,
  name,
  /** Empty until the pod has an address. */
  ip: z.string().default(''),
  workload: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  cluster: z.string(),
  isMeshed: z.boolean(),
  isHostNetwork: z.boolean(),
})

export type MeshPod = z.infer<typeof meshPodSchema>

export function podKey({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`
}

/** What a proxy knows of a workload, its own or its peer's. Empty where nothing is known. */
export interface Workload {
  workload: string
  namespace: string
  canonicalService: string
  canonicalRevision: string
  app: string
  version: string
  cluster: string
}

/** A pod's labels as its own proxy reads them. Injection writes the canonical ones; the others stand in for it. */
export function workloadOf({ labels, workload, namespace, cluster }: MeshPod): Workload {
  return {
    workload,
    namespace,
    canonicalService:
      labels['service.istio.io/canonical-name'] ?? labels['app.kubernetes.io/name'] ?? labels.app ?? workload,
    canonicalRevision:
      labels['service.istio.io/canonical-revision'] ??
      labels['app.kubernetes.io/version'] ??
      labels.version ??
      'latest',
    app: labels.app ?? '',
    version: labels.version ?? '',
    cluster,
  }
}
