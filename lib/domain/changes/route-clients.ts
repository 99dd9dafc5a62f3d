import { sidecarVirtualServices } from '../routing/effective-virtual-service.ts'
import { coversHost } from '../routing/host-name.ts'
import type { VirtualService } from '../routing/virtual-service.ts'
import type { ChangeScene } from './change-scene.ts'
import type { AffectedClients, EffectiveObject } from './service-split.ts'

export const noClients: AffectedClients = { namespaces: [], gateways: [], waypoints: [], otherHosts: [], roots: [] }

/** Whose requests VirtualServices decide on, worked out once for a scene. */
export interface RouteClients {
  /** Namespaces with workloads in the mesh, and the service's own. */
  namespaces: readonly string[]
  /** The VirtualService that sidecars of a namespace obey for the service; undefined: its default route. */
  effectiveIn(namespace: string): VirtualService | undefined
  of(virtualService: VirtualService): AffectedClients
}

/** Reads who obeys what for the service's host. */
export function routeClients(scene: ChangeScene): RouteClients {
  const { table, host, service, cluster, inventory } = scene
  const inMesh = inventory.workloads.filter(
    (workload) => workload.cluster === cluster && workload.membership !== 'none' && workload.role === 'workload',
  )
  const namespaces = [...new Set([service.namespace, ...inMesh.map(({ namespace }) => namespace)])].sort()
  const effective = effectiveByNamespace(scene, host, namespaces)
  const waypoints = inventory.workloads
    .filter((workload) => workload.cluster === cluster && workload.role === 'waypoint')
    .map(({ namespace }) => namespace)
  const of = (virtualService: VirtualService): AffectedClients => {
    const names = virtualService.hosts.includes(host) || coversAny(virtualService, host)
    const byHost = names ? effective : effectiveByNamespace(scene, virtualService.hosts[0] ?? '', namespaces)
    const isMeshBound = virtualService.gateways.includes('mesh')
    return {
      namespaces: namespaces.filter((namespace) => byHost.get(namespace) === virtualService),
      gateways: virtualService.gateways.filter((gateway) => gateway !== 'mesh'),
      waypoints: isMeshBound ? [...new Set(waypoints)].filter((one) => one === virtualService.namespace).sort() : [],
      otherHosts: virtualService.hosts.filter((other) => other !== host),
      roots: [],
    }
  }
  return { namespaces, effectiveIn: (namespace) => effective.get(namespace), of: remembered(of, table.virtualServices) }
}

/** VirtualServices that name the service's host and that nobody obeys although somebody could: another takes their place. */
export function shadowedObjects({ table, host, service }: ChangeScene, clients: RouteClients): EffectiveObject[] {
  const virtualServices = table.virtualServices.filter((virtualService) => coversAny(virtualService, host))
  const namespaces = [service.namespace, ...clients.namespaces.filter((namespace) => namespace !== service.namespace)]
  const turns = namespaces.map((namespace) => sidecarVirtualServices({ ...table, virtualServices }, host, namespace))
  return virtualServices.flatMap((virtualService) => {
    const beaten = turns.find(([first, ...others]) => first !== undefined && others.includes(virtualService))?.[0]
    const isObeyed = turns.some(([first]) => first === virtualService)
    const named = clients.of(virtualService)
    return beaten === undefined || isObeyed || named.gateways.length > 0 || !beaten.hosts.includes(host)
      ? []
      : [
          {
            namespace: virtualService.namespace,
            name: virtualService.name,
            clients: named,
            shadowedBy: { namespace: beaten.namespace, name: beaten.name },
          },
        ]
  })
}

/** All of several objects' clients together. */
export function togetherAffected(all: readonly AffectedClients[]): AffectedClients {
  const sorted = (pick: (clients: AffectedClients) => string[]) => [...new Set(all.flatMap(pick))].sort()
  const roots = new Map(all.flatMap((clients) => clients.roots.map((root) => [`${root.namespace}/${root.name}`, root])))
  return {
    namespaces: sorted(({ namespaces }) => namespaces),
    gateways: sorted(({ gateways }) => gateways),
    waypoints: sorted(({ waypoints }) => waypoints),
    otherHosts: sorted(({ otherHosts }) => otherHosts),
    roots: [...roots.values()],
  }
}

function effectiveByNamespace({ table }: ChangeScene, host: string, namespaces: readonly string[]) {
  const covering = table.virtualServices.filter((virtualService) => coversAny(virtualService, host))
  return new Map(
    namespaces.map((namespace) => [
      namespace,
      sidecarVirtualServices({ ...table, virtualServices: covering }, host, namespace)[0],
    ]),
  )
}

function coversAny({ hosts }: VirtualService, host: string): boolean {
  return hosts.some((pattern) => coversHost(pattern, host))
}

function remembered(
  of: RouteClients['of'],
  all: readonly VirtualService[],
): (virtualService: VirtualService) => AffectedClients {
  const known = new Map<VirtualService, AffectedClients>()
  return (virtualService) => {
    const clients = known.get(virtualService) ?? (all.includes(virtualService) ? of(virtualService) : noClients)
    known.set(virtualService, clients)
    return clients
  }
}
