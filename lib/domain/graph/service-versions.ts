import type { MeshWorkload } from '../mesh/inventory.ts'
import type { ServiceDetail } from './service-detail.ts'
import type { GraphNode } from './snapshot.ts'

/**
 * The versions behind a service: those its workloads declare and those its traffic shows, sorted. `nodes` are the
 * versioned-app nodes of the same apps. `desiredPods` is absent where one of the workloads does not say.
 */
export function serviceVersions(
  workloads: readonly MeshWorkload[],
  nodes: readonly GraphNode[],
): ServiceDetail['versions'] {
  const names = [...workloads, ...nodes].map(({ version }) => version).filter((version) => version !== undefined)
  return [...new Set(names)].sort().map((version) => {
    const own = workloads.filter((workload) => workload.version === version)
    const node = nodes.find((candidate) => candidate.version === version && hasTraffic(candidate))
    const desired = own.map((workload) => workload.desiredPods)
    return {
      version,
      workloads: own.map((workload) => workload.name).sort(),
      readyPods: own.reduce((sum, workload) => sum + workload.readyPods, 0),
      ...(own.length > 0 &&
        !desired.includes(undefined) && { desiredPods: desired.reduce<number>((sum, pods) => sum + (pods ?? 0), 0) }),
      ...(node !== undefined && { node }),
    }
  })
}

function hasTraffic(node: GraphNode): boolean {
  return node.requestsPerSecond !== undefined || node.bytesPerSecond !== undefined
}
