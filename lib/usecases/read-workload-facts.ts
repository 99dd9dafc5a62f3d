import type { MeshWorkload } from '../domain/mesh/inventory.ts'
import { byPlace, isAskedFor, type PlaceFilter } from '../domain/mesh/mesh-place.ts'
import type { WorkloadFacts } from '../domain/mesh/workload-facts.ts'
import { checkWorkload } from '../domain/readiness/check-readiness.ts'
import { type KnownMesh, knownMesh } from '../domain/readiness/known-mesh.ts'
import type { Ctx } from '../ports/ctx.ts'

/**
 * The workloads Kubernetes knows, with their pods and what is not ready about them, from the watch cache: no request is
 * made. Rejects with the inventory's `AppError` when that was never read.
 */
export async function readWorkloadFacts(ctx: Ctx<'cluster'>, filter: PlaceFilter): Promise<WorkloadFacts> {
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const mesh = knownMesh(inventory)
  const workloads = inventory.workloads
    .filter((workload) => isAskedFor(workload, filter))
    .map((workload) => factsOf(mesh, workload))
  return { workloads: workloads.sort(byPlace), notices: inventory.notices }
}

function factsOf(mesh: KnownMesh, workload: MeshWorkload): WorkloadFacts['workloads'][number] {
  const { cluster, namespace, name, kind, readyPods, desiredPods } = workload
  const pods = mesh.podsOf(workload)
  const services = mesh.servicesOf(workload).map((service) => service.name)
  return {
    cluster,
    namespace,
    name,
    ownerKind: kind,
    readyPods,
    ...(desiredPods !== undefined && { desiredPods }),
    ...(pods.length > 0 && { restarts: pods.reduce((sum, pod) => sum + pod.restarts, 0) }),
    services: services.sort(),
    findings: checkWorkload(mesh, workload),
  }
}
