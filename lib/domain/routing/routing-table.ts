import { z } from 'zod'
import type { MeshObject, MeshService } from '../mesh/inventory.ts'
import { type DestinationRule, readDestinationRule } from './destination-rule.ts'
import { coversHost, hostSpecificity } from './host-name.ts'
import { readVirtualService, type VirtualService } from './virtual-service.ts'
import { byAge } from './visibility.ts'

/** A host the mesh knows: a Kubernetes Service, or a host of a ServiceEntry (which may be a wildcard). */
export interface KnownHost {
  host: string
  name: string
  namespace: string
  ports: number[]
  isExternal: boolean
}

/** Everything routing decides by, read once from mesh objects. */
export interface RoutingTable {
  /** Oldest first, as are the rules. */
  virtualServices: VirtualService[]
  destinationRules: DestinationRule[]
  hosts: Map<string, KnownHost>
  wildcardHosts: KnownHost[]
  rootNamespace: string
}

const ServiceEntrySpec = z.object({
  hosts: z.array(z.string()),
  location: z.string().optional(),
  ports: z.array(z.object({ number: z.number() })).optional(),
})

/** Reads Services, VirtualServices, DestinationRules and ServiceEntries; objects of other kinds or unreadable are left out. */
export function routingTable(
  services: Pick<MeshService, 'namespace' | 'name' | 'ports'>[],
  objects: MeshObject[],
  rootNamespace = 'istio-system',
): RoutingTable {
  const hosts = new Map<string, KnownHost>()
  const wildcardHosts: KnownHost[] = []
  for (const { namespace, name, ports } of services) {
    const host = `${name}.${namespace}.svc.cluster.local`
    hosts.set(host, { host, name, namespace, ports: ports.map((port) => port.number), isExternal: false })
  }
  for (const known of objects.flatMap(serviceEntryHosts)) {
    if (known.host.startsWith('*')) {
      wildcardHosts.push(known)
    } else if (!hosts.has(known.host)) {
      hosts.set(known.host, known)
    }
  }
  wildcardHosts.sort((a, b) => hostSpecificity(b.host) - hostSpecificity(a.host))
  return {
    virtualServices: ofKind(objects, 'VirtualService', readVirtualService),
    destinationRules: ofKind(objects, 'DestinationRule', readDestinationRule),
    hosts,
    wildcardHosts,
    rootNamespace,
  }
}

/** What the mesh knows of a fully qualified host; undefined when nothing. */
export function knownHost(table: RoutingTable, host: string): KnownHost | undefined {
  return table.hosts.get(host) ?? table.wildcardHosts.find((known) => coversHost(known.host, host))
}

/**
 * The host a client of `namespace` means by a name: `catalog`, `catalog.shop` and `catalog.shop.svc` are Services where
 * such exist; anything else is itself.
 */
export function meantHost(table: RoutingTable, name: string, namespace: string): string {
  const candidates = [
    name,
    `${name}.${namespace}.svc.cluster.local`,
    `${name}.svc.cluster.local`,
    `${name}.cluster.local`,
  ]
  return candidates.find((candidate) => table.hosts.has(candidate)) ?? name
}

function serviceEntryHosts(object: MeshObject): KnownHost[] {
  const spec = object.kind === 'ServiceEntry' ? ServiceEntrySpec.safeParse(object.spec) : undefined
  if (!spec?.success) {
    return []
  }
  return spec.data.hosts.map((host) => ({
    host,
    name: host,
    namespace: object.namespace,
    ports: (spec.data.ports ?? []).map((port) => port.number),
    isExternal: spec.data.location !== 'MESH_INTERNAL',
  }))
}

function ofKind<T extends { createdAt: string; name: string; namespace: string }>(
  objects: MeshObject[],
  kind: string,
  read: (object: MeshObject) => T | undefined,
): T[] {
  return objects
    .filter((object) => object.kind === kind && object.apiVersion.startsWith('networking.istio.io/'))
    .flatMap((object) => read(object) ?? [])
    .sort(byAge)
}
