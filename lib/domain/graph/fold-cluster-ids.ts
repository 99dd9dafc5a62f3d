import type { Inventory, MeshCluster } from '../mesh/inventory.ts'
import type { EdgeTraffic, TrafficSource } from '../telemetry/traffic.ts'
import { distinctEnds } from './distinct-ends.ts'
import { lookupKey } from './lookup-key.ts'

export interface ClusterFolding {
  /** Telemetry's id of each cluster of the inventory. */
  idOf(inventoryId: string): string
  /** The cluster of one end of a row; where telemetry does not say, that of the other end, else the only one there is. */
  clusterOf(end: string | undefined, otherEnd: string | undefined): string
  /** The inventory with telemetry's ids. */
  inventory: Inventory
  /** Inventory ids that telemetry does not have while it has ids no cluster of the inventory claims. */
  undecided: string[]
}

/**
 * Makes inventory and telemetry call a cluster by one name, telemetry's: a kubeconfig's name or an assumed id must
 * neither double a node nor lose an edge.
 *
 * A cluster whose id telemetry does not know is folded onto the one unclaimed telemetry id whose workloads it has, and
 * only if no other such cluster has them too: always when its id was assumed, and for a configured or learnt id only
 * when telemetry knows none of the inventory's ids and at least half of its workloads match, because such an id may be
 * right and its cluster silent. Whatever stays open is `undecided`, not guessed.
 */
export function foldClusterIds(inventory: Inventory, traffic: EdgeTraffic | undefined): ClusterFolding {
  const told = clustersIn(traffic)
  const claimed = new Set(inventory.clusters.map((cluster) => cluster.id).filter((id) => told.has(id)))
  const open = inventory.clusters.filter((cluster) => !claimed.has(cluster.id))
  const unclaimed = [...told].filter((id) => !claimed.has(id)).sort()
  const folded = new Map<string, string>()
  if (open.length > 0 && unclaimed.length > 0) {
    const matches = matchesOf(open, unclaimed, inventory, workloadsByCluster(traffic), claimed.size === 0)
    for (const { cluster, ids } of matches) {
      const [id] = ids
      const rivals = matches.filter((match) => id !== undefined && match.ids.includes(id))
      if (id !== undefined && ids.length === 1 && rivals.length === 1) {
        folded.set(cluster.id, id)
      }
    }
  }
  const idOf = (id: string) => folded.get(id) ?? id
  const taken = new Set(folded.values())
  const isAllTaken = unclaimed.every((id) => taken.has(id))
  const fallback = onlyOne(inventory.clusters.map((cluster) => idOf(cluster.id))) ?? onlyOne([...told]) ?? ''
  return {
    idOf,
    clusterOf: (end, otherEnd) => end ?? otherEnd ?? fallback,
    inventory: folded.size === 0 ? inventory : renamed(inventory, idOf),
    undecided: isAllTaken ? [] : open.map((cluster) => cluster.id).filter((id) => !folded.has(id)),
  }
}

function matchesOf(
  open: readonly MeshCluster[],
  unclaimed: readonly string[],
  inventory: Inventory,
  told: ReadonlyMap<string, ReadonlySet<string>>,
  isNoneClaimed: boolean,
) {
  return open.map((cluster) => {
    const own = new Set(
      inventory.workloads.filter((w) => w.cluster === cluster.id).map((w) => lookupKey(w.namespace, w.name)),
    )
    const ids = unclaimed.filter((id) => {
      const theirs = told.get(id) ?? new Set<string>()
      const shared = [...theirs].filter((workload) => own.has(workload)).length
      return cluster.idOrigin === 'assumed' ? shared > 0 : isNoneClaimed && shared > 0 && shared * 2 >= theirs.size
    })
    return { cluster, ids }
  })
}

function clustersIn(traffic: EdgeTraffic | undefined): Set<string> {
  const pairs = traffic === undefined ? [] : distinctEnds(traffic).pairs
  const ids = new Set(pairs.flatMap(({ source, destination }) => [source.cluster, destination.cluster]))
  return new Set([...ids].filter((id) => id !== undefined))
}

function workloadsByCluster(traffic: EdgeTraffic | undefined): Map<string, Set<string>> {
  const told = new Map<string, Set<string>>()
  const note = ({ cluster, namespace, workload }: TrafficSource) => {
    if (cluster === undefined) {
      return
    }
    const workloads = told.get(cluster) ?? new Set<string>()
    told.set(cluster, workloads)
    if (namespace !== undefined && workload !== undefined) {
      workloads.add(lookupKey(namespace, workload))
    }
  }
  for (const { source, destination } of traffic === undefined ? [] : distinctEnds(traffic).pairs) {
    note(source)
    note(destination)
  }
  return told
}

function renamed(inventory: Inventory, idOf: (id: string) => string): Inventory {
  const rename = <Item extends { cluster: string }>(items: readonly Item[]): Item[] =>
    items.map((item) => ({ ...item, cluster: idOf(item.cluster) }))
  return {
    ...inventory,
    clusters: inventory.clusters.map((cluster) => ({ ...cluster, id: idOf(cluster.id) })),
    namespaces: rename(inventory.namespaces),
    services: rename(inventory.services),
    workloads: rename(inventory.workloads),
    pods: rename(inventory.pods),
    objects: rename(inventory.objects),
  }
}

function onlyOne(ids: readonly string[]): string | undefined {
  const distinct = new Set(ids)
  return distinct.size === 1 ? [...distinct][0] : undefined
}
