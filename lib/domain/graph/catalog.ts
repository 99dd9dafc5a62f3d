import type { Inventory, MeshService, MeshWorkload } from '../mesh/inventory.ts'
import type { EdgeTraffic, TrafficDestination } from '../telemetry/traffic.ts'
import { parseAuthority } from './authority.ts'
import { distinctEnds } from './distinct-ends.ts'
import { lookupKey } from './lookup-key.ts'
import { remembering } from './remembering.ts'
import { selects } from './selects.ts'
import { specialDestination } from './special-destination.ts'

/** What is known by name about services and workloads, from the inventory first and telemetry where that is silent. */
export interface Catalog {
  workload(cluster: string, namespace: string, name: string): MeshWorkload | undefined
  workloadsOfApp(cluster: string, namespace: string, app: string): readonly MeshWorkload[]
  workloadsOfService(cluster: string, namespace: string, name: string): readonly MeshWorkload[]
  service(cluster: string, namespace: string, name: string): MeshService | undefined
  hasService(cluster: string, namespace: string, name: string): boolean
  /** The service a workload serves: the one that is named like its app, else the first by name. */
  serviceOf(
    cluster: string,
    namespace: string,
    workload: string | undefined,
    app: string | undefined,
  ): string | undefined
  isServiceEntryHost(cluster: string, host: string): boolean
}

type Clusters = (telemetryCluster: string | undefined, otherEnd: string | undefined) => string

/**
 * Indexes an inventory whose cluster ids are telemetry's already. Rows of telemetry add the services and the workloads
 * behind them that the inventory does not know, so that a graph without Kubernetes is the same graph.
 */
export function catalogOf(inventory: Inventory, traffic: EdgeTraffic | undefined, clusterOf: Clusters): Catalog {
  const workloads = new Map(inventory.workloads.map((w) => [lookupKey(w.cluster, w.namespace, w.name), w]))
  const services = new Map(inventory.services.map((s) => [lookupKey(s.cluster, s.namespace, s.name), s]))
  const byApp = groupBy(inventory.workloads, (w) => lookupKey(w.cluster, w.namespace, w.app))
  const { workloadsOfService, servicesOfWorkload } = matchServices(inventory)
  const isKnown = (service: string, workload: string | undefined) =>
    services.has(service) && (workload === undefined || servicesOfWorkload.has(workload))
  const seen = servicesInTraffic(traffic, clusterOf, isKnown)
  const hosts = serviceEntryHosts(inventory)
  const hasService = (cluster: string, namespace: string, name: string) => {
    const key = lookupKey(cluster, namespace, name)
    return services.has(key) || seen.services.has(key)
  }
  return {
    workload: (cluster, namespace, name) => workloads.get(lookupKey(cluster, namespace, name)),
    workloadsOfApp: (cluster, namespace, app) => byApp.get(lookupKey(cluster, namespace, app)) ?? [],
    workloadsOfService: (cluster, namespace, name) => workloadsOfService.get(lookupKey(cluster, namespace, name)) ?? [],
    service: (cluster, namespace, name) => services.get(lookupKey(cluster, namespace, name)),
    hasService,
    serviceOf(cluster, namespace, workload, app) {
      const key = workload === undefined ? undefined : lookupKey(cluster, namespace, workload)
      const names = key === undefined ? undefined : (servicesOfWorkload.get(key) ?? seen.servicesOfWorkload.get(key))
      if (names !== undefined && names.size > 0) {
        return app !== undefined && names.has(app) ? app : [...names].sort()[0]
      }
      return app !== undefined && hasService(cluster, namespace, app) ? app : undefined
    },
    isServiceEntryHost: (cluster, host) => hosts(cluster, host),
  }
}

function matchServices(inventory: Inventory) {
  const byLabel = new Map<string, MeshWorkload[]>()
  for (const workload of inventory.workloads) {
    for (const [label, value] of Object.entries(workload.podLabels)) {
      push(byLabel, lookupKey(workload.cluster, workload.namespace, label, value), workload)
    }
  }
  const workloadsOfService = new Map<string, MeshWorkload[]>()
  const servicesOfWorkload = new Map<string, Set<string>>()
  for (const service of inventory.services) {
    const [first] = Object.entries(service.selector)
    const candidates =
      first === undefined ? [] : (byLabel.get(lookupKey(service.cluster, service.namespace, ...first)) ?? [])
    for (const workload of candidates) {
      if (selects(service.selector, workload.podLabels)) {
        push(workloadsOfService, lookupKey(service.cluster, service.namespace, service.name), workload)
        addTo(servicesOfWorkload, lookupKey(workload.cluster, workload.namespace, workload.name), service.name)
      }
    }
  }
  return { workloadsOfService, servicesOfWorkload }
}

function servicesInTraffic(
  traffic: EdgeTraffic | undefined,
  clusterOf: Clusters,
  isKnown: (service: string, workload: string | undefined) => boolean,
) {
  const services = new Set<string>()
  const servicesOfWorkload = new Map<string, Set<string>>()
  const note = ({ service, serviceNamespace, host, namespace, workload }: TrafficDestination, cluster: string) => {
    if (service === undefined || serviceNamespace === undefined) {
      return
    }
    const serviceKey = lookupKey(cluster, serviceNamespace, service)
    const isServing = workload !== undefined && namespace === serviceNamespace
    const workloadKey = isServing ? lookupKey(cluster, namespace, workload) : undefined
    const isService = service !== host && !specialDestination(service)
    if (!isKnown(serviceKey, workloadKey) && isService && !parseAuthority(service, undefined).isAddress) {
      services.add(serviceKey)
      if (workloadKey !== undefined) {
        addTo(servicesOfWorkload, workloadKey, service)
      }
    }
  }
  const noted = remembering<TrafficDestination, void>()
  for (const { source, destination } of traffic === undefined ? [] : distinctEnds(traffic).pairs) {
    const cluster = clusterOf(destination.cluster, source.cluster)
    noted(destination, cluster, () => note(destination, cluster))
  }
  return { services, servicesOfWorkload }
}

function serviceEntryHosts(inventory: Inventory): (cluster: string, host: string) => boolean {
  const exact = new Set<string>()
  const suffixes: { cluster: string; suffix: string }[] = []
  for (const object of inventory.objects) {
    const hosts = object.kind === 'ServiceEntry' && Array.isArray(object.spec.hosts) ? object.spec.hosts : []
    for (const host of hosts) {
      if (typeof host === 'string') {
        exact.add(lookupKey(object.cluster, host.toLowerCase()))
        if (host.startsWith('*.')) {
          suffixes.push({ cluster: object.cluster, suffix: host.slice(1).toLowerCase() })
        }
      }
    }
  }
  return (cluster, host) =>
    exact.has(lookupKey(cluster, host)) || suffixes.some((s) => s.cluster === cluster && host.endsWith(s.suffix))
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    push(groups, keyOf(item), item)
  }
  return groups
}

function push<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key)
  if (group === undefined) {
    groups.set(key, [item])
  } else {
    group.push(item)
  }
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key)
  if (set === undefined) {
    sets.set(key, new Set([value]))
  } else {
    set.add(value)
  }
}
