import { AppError } from '../domain/errors.ts'
import { buildGraph } from '../domain/graph/build-graph.ts'
import { foldClusterIds } from '../domain/graph/fold-cluster-ids.ts'
import { nodeId } from '../domain/graph/node-id.ts'
import { objectsAbout } from '../domain/graph/objects-about.ts'
import { selects } from '../domain/graph/selects.ts'
import type { ServiceDetail } from '../domain/graph/service-detail.ts'
import { serviceVersions } from '../domain/graph/service-versions.ts'
import type { GraphNode, GraphSnapshot } from '../domain/graph/snapshot.ts'
import { withHealth } from '../domain/health/with-health.ts'
import { momentOf } from '../domain/live-moment.ts'
import { findService } from '../domain/mesh/find-service.ts'
import type { Inventory, MeshWorkload } from '../domain/mesh/inventory.ts'
import { checkService } from '../domain/readiness/check-readiness.ts'
import { knownMesh } from '../domain/readiness/known-mesh.ts'
import type { UnixSeconds } from '../domain/time.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readSources, type Sources } from './read-sources.ts'

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
  const at = momentOf(question.at, ctx.clock.now())
  const sources = await readSources(ctx, { at, windowSeconds, namespaces: [namespace] })
  const { traffic } = sources
  const { inventory, idOf } = foldClusterIds(sources.inventory, traffic)
  const cluster = question.cluster === undefined ? undefined : idOf(question.cluster)
  const asked = { inventory, traffic, namespaces: [namespace], cluster, at, windowSeconds }
  const graph = withHealth(buildGraph({ ...asked, type: 'service' }))
  const node = serviceNodeIn(graph, namespace, name)
  if (node === undefined) {
    throw sources.inventoryFailure ?? new AppError('not-found', { what: `${namespace}/${name}` })
  }
  const workloads = workloadsBehind(node, inventory)
  const versioned = withHealth(buildGraph({ ...asked, type: 'versioned-app' }))
  return {
    takenAt: at,
    windowSeconds,
    node,
    ports: portsOf(node, inventory),
    versions: serviceVersions(workloads, versionNodes(node, workloads, versioned)),
    pods: podsOf(workloads, inventory),
    ...surroundings(node, graph),
    objects: objectsAbout(node, workloads, inventory.objects),
    findings: findingsOf(node, inventory),
    notices: noticesOf(sources, graph),
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

/** The pods of workloads, by name. */
export function podsOf(workloads: readonly MeshWorkload[], inventory: Inventory): ServiceDetail['pods'] {
  const places = new Set(workloads.map(({ cluster, namespace, name }) => nodeId('workload', cluster, namespace, name)))
  return inventory.pods
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

/** The edges of a node and the nodes at their ends. */
export function surroundings(
  node: GraphNode,
  graph: GraphSnapshot,
): Pick<ServiceDetail, 'callers' | 'callees' | 'nodes'> {
  const callers = graph.edges.filter((edge) => edge.target === node.id)
  const callees = graph.edges.filter((edge) => edge.source === node.id)
  const ends = new Set([node.id, ...callers.map((edge) => edge.source), ...callees.map((edge) => edge.target)])
  return { callers, callees, nodes: graph.nodes.filter(({ id }) => ends.has(id)) }
}

/** `no-traffic` is asked of the namespace; that the service itself is idle its node says. */
function noticesOf(sources: Sources, graph: GraphSnapshot): ServiceDetail['notices'] {
  return [...sources.notices, ...graph.notices]
}
