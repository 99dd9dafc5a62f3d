import type { GraphNode, GraphSnapshot } from '../graph/snapshot.ts'
import type { Inventory, MeshWorkload } from '../mesh/inventory.ts'
import { isAskedFor, type MeshPlace } from '../mesh/mesh-place.ts'
import type { Overview } from './overview.ts'

const namedOutside = 5
/** What has a Service of its own; that of a gateway or waypoint counts like any. */
const servedKinds = new Set<GraphNode['kind']>(['service', 'gateway', 'waypoint'])

export interface FactsQuestion {
  /** The graph of services, and that of what stands behind them. */
  services: GraphSnapshot
  versioned: GraphSnapshot
  /** Undefined: could not be read. */
  inventory: Pick<Inventory, 'clusters' | 'namespaces' | 'workloads'> | undefined
  cluster?: string | undefined
  namespaces?: readonly string[] | undefined
}

/** What there is in a scope, counted. Neighbours from outside the scope count for nothing but being outside the mesh. */
export function meshFacts({ services, versioned, inventory, cluster, namespaces }: FactsQuestion): Overview['mesh'] {
  const isAsked = (place: Omit<MeshPlace, 'name'>) => isAskedFor(place, { cluster, namespaces })
  const own = services.nodes.filter((node) => servedKinds.has(node.kind) && isAsked(node))
  const isTakingPart = partakers(inventory)
  const outside = versioned.nodes.filter(
    (node) => node.kind === 'external' || (node.membership === 'none' && (isBusy(node) || isTakingPart(node))),
  )
  const workloads = inventory?.workloads.filter(isAsked)
  return {
    ...(inventory !== undefined && {
      clusters: cluster === undefined ? inventory.clusters.length : 1,
      pods: meshedPods(inventory.workloads.filter((one) => isAsked(one) && isTakingPart(one))),
    }),
    namespaces: new Set(own.map((node) => `${node.cluster} ${node.namespace}`)).size,
    services: own.length,
    ...(workloads !== undefined && { workloads: workloads.length }),
    outside: { names: outside.slice(0, namedOutside).map((node) => node.name), count: outside.length },
    ownThresholds: own.filter((node) => node.thresholds !== undefined).length,
  }
}

function isBusy({ requestsPerSecond = 0, bytesPerSecond = 0 }: GraphNode): boolean {
  return requestsPerSecond > 0 || bytesPerSecond > 0
}

/** Whether something lies in a namespace that takes part in the mesh: by its label, or because something in it does. */
function partakers(inventory: FactsQuestion['inventory']): (place: { cluster: string; namespace: string }) => boolean {
  const keyOf = (cluster: string, namespace: string) => `${cluster} ${namespace}`
  const { namespaces = [], workloads = [] } = inventory ?? {}
  const found = new Set([
    ...namespaces.filter(({ injection }) => injection !== 'none').map(({ cluster, name }) => keyOf(cluster, name)),
    ...workloads
      .filter(({ membership }) => membership !== 'none')
      .map(({ cluster, namespace }) => keyOf(cluster, namespace)),
  ])
  return ({ cluster, namespace }) => found.has(keyOf(cluster, namespace))
}

function meshedPods(workloads: readonly MeshWorkload[]): { all: number; meshed: number } {
  const podsOf = (some: readonly MeshWorkload[]) => some.reduce((sum, { readyPods }) => sum + readyPods, 0)
  return { all: podsOf(workloads), meshed: podsOf(workloads.filter(({ membership }) => membership !== 'none')) }
}
