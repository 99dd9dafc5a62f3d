import { AppError } from '../domain/errors.ts'
import { buildGraph } from '../domain/graph/build-graph.ts'
import { nodeId } from '../domain/graph/node-id.ts'
import { objectsAbout } from '../domain/graph/objects-about.ts'
import { podsOf } from '../domain/graph/pods-of.ts'
import { selects } from '../domain/graph/selects.ts'
import type { ServiceDetail } from '../domain/graph/service-detail.ts'
import { serviceVersions } from '../domain/graph/service-versions.ts'
import type { GraphNode, GraphSnapshot } from '../domain/graph/snapshot.ts'
import { surroundings } from '../domain/graph/surroundings.ts'
import { withHealth } from '../domain/health/with-health.ts'
import { findService } from '../domain/mesh/find-service.ts'
import type { Inventory, MeshWorkload } from '../domain/mesh/inventory.ts'
import { checkService } from '../domain/readiness/check-readiness.ts'
import { knownMesh } from '../domain/readiness/known-mesh.ts'
import type { UnixSeconds } from '../domain/time.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readMesh } from './read-mesh.ts'

export interface ServiceQuestion {
  namespace: string
  name: string
  /** The inventory's id or telemetry's; absent: the first cluster that has the service. */
  cluster?: string | undefined
  windowSeconds: number
  at?: UnixSeconds | undefined
}

/**
 * One service over one window: its node, versions, pods, callers, callees and the objects about it. One source down
 * leaves out what it knows, with a notice. Rejects with `not-found` when neither source knows the service, with the
 * inventory's own `AppError` when that could not be read and traffic does not show the service.
 */
export async function readService(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  question: ServiceQuestion,
): Promise<ServiceDetail> {
  const { namespace, name, windowSeconds } = question
  const mesh = await readMesh(ctx, { ...question, namespaces: [namespace] })
  const { asked, inventory } = mesh
  const graph = withHealth(buildGraph({ ...asked, type: 'service' }))
  const node = serviceNodeIn(graph, namespace, name)
  if (node === undefined) {
    throw mesh.inventoryFailure ?? new AppError('not-found', { what: `${namespace}/${name}` })
  }
  const workloads = workloadsBehind(node, inventory)
  const versioned = withHealth(buildGraph({ ...asked, type: 'versioned-app' }))
  return {
    takenAt: asked.at,
    windowSeconds,
    node,
    ports: portsOf(node, inventory),
    versions: serviceVersions(workloads, versionNodes(node, workloads, versioned)),
    pods: podsOf(workloads, inventory),
    ...surroundings(node, graph),
    objects: objectsAbout(node, workloads, inventory.objects),
    findings: findingsOf(node, inventory),
    // `no-traffic` is asked of the namespace; that the service itself is idle its node says.
    notices: [...mesh.notices, ...graph.notices],
  }
}

function serviceNodeIn(graph: GraphSnapshot, namespace: string, name: string): GraphNode | undefined {
  return graph.nodes.find((node) => node.id === nodeId('service', node.cluster, namespace, name))
}

function workloadsBehind(node: GraphNode, inventory: Inventory): MeshWorkload[] {
  const { cluster, namespace } = node
  const service = findService(inventory, node)
  const inPlace = inventory.workloads.filter((w) => w.cluster === cluster && w.namespace === namespace)
  return service === undefined ? [] : inPlace.filter((workload) => selects(service.selector, workload.podLabels))
}

function findingsOf(node: GraphNode, inventory: Inventory): ServiceDetail['findings'] {
  const service = findService(inventory, node)
  return service === undefined ? [] : checkService(knownMesh(inventory), service)
}

function portsOf(node: GraphNode, inventory: Inventory): ServiceDetail['ports'] {
  return findService(inventory, node)?.ports ?? []
}

/** By app, because telemetry's versions are those of an app; a service nobody can look behind is taken for its own. */
function versionNodes(node: GraphNode, workloads: readonly MeshWorkload[], versioned: GraphSnapshot): GraphNode[] {
  const apps = new Set(workloads.length === 0 ? [node.name] : workloads.map((workload) => workload.app))
  return versioned.nodes.filter(
    ({ cluster, namespace, app }) =>
      cluster === node.cluster && namespace === node.namespace && app !== undefined && apps.has(app),
  )
}
