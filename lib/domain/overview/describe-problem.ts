import { selects } from '../graph/selects.ts'
import type { GraphNode } from '../graph/snapshot.ts'
import type { MeshProblem } from '../health/rank-problems.ts'
import type { Inventory, MeshWorkload } from '../mesh/inventory.ts'
import type { MeshPlace } from '../mesh/mesh-place.ts'
import type { OverviewProblem, ProblemEnd } from './overview.ts'

const namedVictims = 3

export interface Surroundings {
  /** Nodes of the graph the problem was found in, by id. */
  nodes: ReadonlyMap<string, GraphNode>
  /** Nodes of the graph of services. */
  services: readonly GraphNode[]
  /** With telemetry's cluster ids. */
  inventory: Pick<Inventory, 'services' | 'workloads'>
}

/** A problem with names for its ends and the pages of its target; a page is absent where nobody knows of one. */
export function describeProblem(problem: MeshProblem, surroundings: Surroundings): OverviewProblem {
  const { kind: _kind, id, sourceId, targetId, victimIds, ...figures } = problem
  const { nodes } = surroundings
  const target = nodes.get(targetId ?? id)
  const source = sourceId === undefined ? undefined : nodes.get(sourceId)
  const workloads = target === undefined ? [] : workloadsOf(target, surroundings.inventory.workloads)
  const service = target === undefined ? undefined : serviceOf(target, workloads, surroundings)
  const [workload] = workloads
  return {
    ...figures,
    id,
    ...(source !== undefined && { source: endOf(source) }),
    target: target === undefined ? unknownEnd(targetId ?? id) : endOf(target),
    victims: victimIds.slice(0, namedVictims).map((victim) => endOf(nodes.get(victim) ?? unknownEnd(victim))),
    victimCount: victimIds.length,
    ...(service !== undefined && { service }),
    ...(workload !== undefined && { workload: placeOf(workload) }),
  }
}

function endOf({ kind, cluster, namespace, name, version }: ProblemEnd): ProblemEnd {
  return { kind, cluster, namespace, name, ...(version !== undefined && { version }) }
}

function unknownEnd(id: string): ProblemEnd {
  return { kind: 'unknown', cluster: '', namespace: '', name: id }
}

function placeOf({ cluster, namespace, name }: MeshPlace): MeshPlace {
  return { cluster, namespace, name }
}

/** By name, so that the same problem always leads to the same page. */
function workloadsOf(node: GraphNode, workloads: readonly MeshWorkload[]): MeshWorkload[] {
  return workloads
    .filter(
      ({ cluster, namespace, app, version }) =>
        node.app !== undefined &&
        app === node.app &&
        (node.version === undefined || version === node.version) &&
        namespace === node.namespace &&
        cluster === node.cluster,
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The service itself, else the one that selects the workloads, else the one that is called like the app. */
function serviceOf(
  node: GraphNode,
  workloads: readonly MeshWorkload[],
  { services, inventory }: Surroundings,
): MeshPlace | undefined {
  if (node.kind === 'service') {
    return placeOf(node)
  }
  const inPlace = <Item extends MeshPlace>(items: readonly Item[]) =>
    items.filter(({ cluster, namespace }) => cluster === node.cluster && namespace === node.namespace)
  const selecting = inPlace(inventory.services)
    .filter(({ selector }) => workloads.some(({ podLabels }) => selects(selector, podLabels)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const named = inPlace(services.filter(({ id }) => id.startsWith('service:')))
  const found =
    selecting.find(({ name }) => name === node.app) ??
    selecting[0] ??
    named.find(({ name }) => name === node.name || name === node.app)
  return found && placeOf(found)
}
