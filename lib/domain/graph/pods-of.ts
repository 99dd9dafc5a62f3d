import type { Inventory, MeshWorkload } from '../mesh/inventory.ts'
import { nodeId } from './node-id.ts'
import type { ServiceDetail } from './service-detail.ts'

/** The pods of workloads, by name. */
export function podsOf(workloads: readonly MeshWorkload[], { pods }: Pick<Inventory, 'pods'>): ServiceDetail['pods'] {
  const places = new Set(workloads.map(({ cluster, namespace, name }) => nodeId('workload', cluster, namespace, name)))
  return pods
    .filter((pod) => places.has(nodeId('workload', pod.cluster, pod.namespace, pod.workload)))
    .map(({ name, workload, version, phase, isReady, restarts, hasSidecar }) => ({
      name,
      workload,
      ...(version !== undefined && { version }),
      phase,
      isReady,
      restarts,
      hasSidecar,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
