import { AppError } from '../domain/errors.ts'
import { buildGraph } from '../domain/graph/build-graph.ts'
import { nodeId } from '../domain/graph/node-id.ts'
import { objectsAbout } from '../domain/graph/objects-about.ts'
import { podsOf } from '../domain/graph/pods-of.ts'
import { surroundings } from '../domain/graph/surroundings.ts'
import type { WorkloadDetail } from '../domain/graph/workload-detail.ts'
import { withHealth } from '../domain/health/with-health.ts'
import { findWorkload } from '../domain/mesh/find-workload.ts'
import type { MeshObject, MeshService, MeshWorkload } from '../domain/mesh/inventory.ts'
import type { ObjectReference } from '../domain/mesh/kubernetes-object.ts'
import { checkWorkload } from '../domain/readiness/check-readiness.ts'
import { type KnownMesh, knownMesh } from '../domain/readiness/known-mesh.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readMesh } from './read-mesh.ts'
import type { ServiceQuestion } from './read-service.ts'

/**
 * One workload over one window: its node, pods, callers, callees, the services in front of it and the objects about it or
 * them. Partial and rejecting as `readService`.
 */
export async function readWorkload(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  question: ServiceQuestion,
): Promise<WorkloadDetail> {
  const { namespace, name, windowSeconds } = question
  const { asked, inventory, ...sources } = await readMesh(ctx, { ...question, namespaces: [namespace] })
  const graph = withHealth(buildGraph({ ...asked, type: 'workload' }))
  const node = graph.nodes.find(({ id, cluster: own }) => id === nodeId('workload', own, namespace, name))
  if (node === undefined) {
    throw sources.inventoryFailure ?? new AppError('not-found', { what: `${namespace}/${name}` })
  }
  const workload = findWorkload(inventory, node)
  const mesh = knownMesh(inventory)
  const services = workload === undefined ? [] : mesh.servicesOf(workload)
  return {
    takenAt: asked.at,
    windowSeconds,
    node,
    ...(workload !== undefined && { ownerKind: workload.kind }),
    ...(workload?.desiredPods !== undefined && { desiredPods: workload.desiredPods }),
    services: services.map((service) => service.name).sort(),
    versions: versionsBeside(mesh, services, node.version),
    pods: workload === undefined ? [] : podsOf([workload], inventory),
    ...surroundings(node, graph),
    objects: workload === undefined ? [] : objectsOf(workload, services, inventory.objects),
    findings: workload === undefined ? [] : checkWorkload(mesh, workload),
    notices: [...sources.notices, ...graph.notices],
  }
}

function versionsBeside(mesh: KnownMesh, services: readonly MeshService[], own: string | undefined): string[] {
  const beside = services.flatMap((service) => mesh.workloadsOf(service).map(({ version }) => version))
  return [...new Set([...beside, own].filter((version) => version !== undefined))].sort()
}

/** What selects it, and what names a service in front of it. */
function objectsOf(
  workload: MeshWorkload,
  services: readonly MeshService[],
  objects: readonly MeshObject[],
): ObjectReference[] {
  const { cluster, namespace } = workload
  const named = services.length === 0 ? [{ cluster, namespace, name: '' }] : services
  const about = named.flatMap((service) => objectsAbout(service, [workload], objects))
  const unique = new Map(
    about.map((object) => [`${object.apiVersion}/${object.kind}/${object.namespace}/${object.name}`, object]),
  )
  return [...unique.values()]
}
