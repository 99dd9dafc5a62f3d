import { byUrgency, type Finding } from '../mesh/finding.ts'
import type { MeshService, MeshWorkload } from '../mesh/inventory.ts'
import type { KnownMesh } from './known-mesh.ts'
import { routeFindings } from './route-rules.ts'
import { serviceFindings } from './service-rules.ts'
import { workloadFindings } from './workload-rules.ts'

/** All that is not ready about a service: itself, its routes, and the workloads behind it; the worst first. */
export function checkService(mesh: KnownMesh, service: MeshService): Finding[] {
  return [
    ...serviceFindings(mesh, service),
    ...routeFindings(mesh, service),
    ...mesh.workloadsOf(service).flatMap((workload) => workloadFindings(mesh, workload)),
  ].sort(byUrgency)
}

/** All that is not ready about a workload itself, the worst first; its services are checked by `checkService`. */
export function checkWorkload(mesh: KnownMesh, workload: MeshWorkload): Finding[] {
  return workloadFindings(mesh, workload).sort(byUrgency)
}
