import { lookupKey } from '../graph/lookup-key.ts'
import { selects } from '../graph/selects.ts'
import type { Inventory, MeshNamespace, MeshObject, MeshPod, MeshService, MeshWorkload } from '../mesh/inventory.ts'
import { type RoutingTable, routingTable } from '../routing/routing-table.ts'
import type { VirtualService } from '../routing/virtual-service.ts'

/** An inventory indexed for the rules, which look at one service or workload at a time. */
export interface KnownMesh {
  workloadsOf(service: MeshService): readonly MeshWorkload[]
  servicesOf(workload: MeshWorkload): readonly MeshService[]
  podsOf(workload: MeshWorkload): readonly MeshPod[]
  injectionIn(cluster: string, namespace: string): MeshNamespace['injection'] | undefined
  routingOf(cluster: string): ClusterRouting
}

/** The routing of one cluster. */
export interface ClusterRouting {
  table: RoutingTable
  /** Those that name the host or cover it by a wildcard; delegates are not among them. */
  virtualServicesFor(host: string): readonly VirtualService[]
  /** Those with a destination of this host, of their own or as a delegate. */
  virtualServicesTo(host: string): readonly VirtualService[]
  /** The object that was read as a VirtualService or DestinationRule of this name. */
  objectOf(kind: string, namespace: string, name: string): MeshObject | undefined
}

/** Indexes an inventory once; all that it answers later is a look-up. */
export function knownMesh(inventory: Inventory): KnownMesh {
  const { byService, byWorkload } = matched(inventory)
  const pods = Map.groupBy(inventory.pods, (pod) => lookupKey(pod.cluster, pod.namespace, pod.workload))
  const namespaces = new Map(inventory.namespaces.map((one) => [lookupKey(one.cluster, one.name), one.injection]))
  const routings = new Map<string, ClusterRouting>()
  return {
    workloadsOf: (service) => byService.get(service) ?? [],
    servicesOf: (workload) => byWorkload.get(workload) ?? [],
    podsOf: (workload) => pods.get(lookupKey(workload.cluster, workload.namespace, workload.name)) ?? [],
    injectionIn: (cluster, namespace) => namespaces.get(lookupKey(cluster, namespace)),
    routingOf(cluster) {
      const known = routings.get(cluster) ?? clusterRouting(inventory, cluster)
      routings.set(cluster, known)
      return known
    },
  }
}

function matched({ services, workloads }: Inventory) {
  const byLabel = new Map<string, MeshWorkload[]>()
  for (const workload of workloads) {
    for (const [label, value] of Object.entries(workload.podLabels)) {
      push(byLabel, lookupKey(workload.cluster, workload.namespace, label, value), workload)
    }
  }
  const byService = new Map<MeshService, MeshWorkload[]>()
  const byWorkload = new Map<MeshWorkload, MeshService[]>()
  for (const service of services) {
    const [first] = Object.entries(service.selector)
    const candidates =
      first === undefined ? [] : (byLabel.get(lookupKey(service.cluster, service.namespace, ...first)) ?? [])
    for (const workload of candidates.filter(({ podLabels }) => selects(service.selector, podLabels))) {
      push(byService, service, workload)
      push(byWorkload, workload, service)
    }
  }
  return { byService, byWorkload }
}

function clusterRouting(inventory: Inventory, cluster: string): ClusterRouting {
  const objects = inventory.objects.filter((object) => object.cluster === cluster)
  const table = routingTable(
    inventory.services.filter((service) => service.cluster === cluster),
    objects,
  )
  const byHost = new Map<string, VirtualService[]>()
  const byDestination = new Map<string, VirtualService[]>()
  for (const virtualService of table.virtualServices) {
    for (const host of virtualService.hosts) {
      push(byHost, host.startsWith('*') ? '*' : host, virtualService)
    }
    for (const host of destinationHosts(virtualService)) {
      push(byDestination, host, virtualService)
    }
  }
  const byName = new Map(objects.map((object) => [lookupKey(object.kind, object.namespace, object.name), object]))
  return {
    table,
    virtualServicesFor: (host) => inOrder(table, byHost.get(host), byHost.get('*')),
    virtualServicesTo: (host) => byDestination.get(host) ?? [],
    objectOf: (kind, namespace, name) => byName.get(lookupKey(kind, namespace, name)),
  }
}

function destinationHosts({ http, tcp }: VirtualService): Set<string> {
  return new Set([...http, ...tcp].flatMap(({ route = [] }) => route.map(({ destination }) => destination.host)))
}

/** As the table has them: oldest first. */
function inOrder(
  { virtualServices }: RoutingTable,
  exact: VirtualService[] = [],
  wildcards: VirtualService[] = [],
): VirtualService[] {
  if (wildcards.length === 0) {
    return exact
  }
  const wanted = new Set([...exact, ...wildcards])
  return virtualServices.filter((virtualService) => wanted.has(virtualService))
}

function push<Key, Item>(groups: Map<Key, Item[]>, key: Key, item: Item): void {
  const group = groups.get(key)
  if (group === undefined) {
    groups.set(key, [item])
  } else {
    group.push(item)
  }
}
