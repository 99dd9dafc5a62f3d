import { withDelegates } from '../routing/delegated-routes.ts'
import { coversHost } from '../routing/host-name.ts'
import type { HttpRoute, VirtualService } from '../routing/virtual-service.ts'
import type { ChangeScene } from './change-scene.ts'
import { defaultVirtualService } from './default-virtual-service.ts'
import { destinationSight } from './destination-version.ts'
import { routeKeyOf } from './find-route.ts'
import { type RouteClients, togetherAffected } from './route-clients.ts'
import type { RouteKey } from './route-key.ts'
import type { AffectedClients } from './service-split.ts'
import { httpRoutesOf, specOf, type Written, writtenList } from './written-object.ts'

/** A route that leads to the service, where it is written, as it is written and as Istio reads it. */
export interface RouteCandidate {
  key: RouteKey
  written: Written
  /** Qualified, and for a delegate's route merged with its root's. */
  route: HttpRoute
  clients: AffectedClients
  /** The VirtualService with hosts: itself or the root of a delegate. */
  names: 'service-here' | 'service-elsewhere' | 'gateway' | 'other-host'
  isUnwritten: boolean
}

/**
 * Every HTTP route somebody obeys that forwards to the service, and its default route where clients of its own namespace
 * obey no VirtualService. One written in a delegate counts once, for all its roots together. In the order in which one is
 * to be preferred.
 */
export function routeCandidates(scene: ChangeScene, clients: RouteClients): RouteCandidate[] {
  const placed = scene.table.virtualServices
    .filter(({ hosts }) => hosts.length > 0)
    .flatMap((root) => rootCandidates(scene, clients, root))
  const merged = Map.groupBy(placed, ({ key }) => `${key.namespace}/${key.virtualService}/${key.index}`)
  const written = [...merged.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, clients: togetherAffected([first, ...others].map((candidate) => candidate.clients)) }],
  )
  const order = ['service-here', 'service-elsewhere', 'gateway', 'other-host']
  return [...written, ...defaultCandidate(scene, clients)].sort(
    (a, b) => Number(a.isUnwritten) - Number(b.isUnwritten) || order.indexOf(a.names) - order.indexOf(b.names),
  )
}

function isObeyed({ namespaces, gateways, waypoints }: AffectedClients): boolean {
  return namespaces.length + gateways.length + waypoints.length > 0
}

function rootCandidates(scene: ChangeScene, clients: RouteClients, root: VirtualService): RouteCandidate[] {
  const leading = withDelegates(scene.table, root).filter(({ route }) => leadsHere(scene, route))
  if (leading.length === 0 || !isObeyed(clients.of(root))) {
    return []
  }
  const names = namesOf(scene, clients, root)
  return leading.flatMap(({ virtualService, index, route }) => {
    const written = writtenRoute(scene, virtualService, index)
    const roots = virtualService === root ? [] : [{ namespace: root.namespace, name: root.name }]
    return written === undefined
      ? []
      : [
          {
            key: routeKeyOf(virtualService, written, index),
            written,
            route,
            clients: { ...clients.of(root), roots },
            names,
            isUnwritten: false,
          },
        ]
  })
}

/** Whether a route forwards, and to the service among others. */
function leadsHere(scene: ChangeScene, { route = [], redirect, directResponse }: HttpRoute): boolean {
  return (
    redirect === undefined &&
    directResponse === undefined &&
    route.some(({ destination }) => destinationSight(scene, destination).kind !== 'stranger')
  )
}

function namesOf(
  { host, service }: ChangeScene,
  clients: RouteClients,
  virtualService: VirtualService,
): RouteCandidate['names'] {
  const isForHost = virtualService.hosts.some((pattern) => coversHost(pattern, host))
  const { namespaces } = clients.of(virtualService)
  if (isForHost && namespaces.length > 0) {
    return namespaces.includes(service.namespace) ? 'service-here' : 'service-elsewhere'
  }
  return clients.of(virtualService).gateways.length > 0 ? 'gateway' : 'other-host'
}

function writtenRoute(scene: ChangeScene, { namespace, name }: VirtualService, index: number): Written | undefined {
  const object = scene.objects.find(
    (one) => one.kind === 'VirtualService' && one.namespace === namespace && one.name === name,
  )
  return writtenList(object?.spec.http)[index]
}

function defaultCandidate(scene: ChangeScene, clients: RouteClients): RouteCandidate[] {
  const { service, host } = scene
  const hasHttp = service.ports.some(({ protocol }) => protocol !== 'tcp')
  if (!hasHttp || clients.effectiveIn(service.namespace) !== undefined) {
    return []
  }
  const object = defaultVirtualService(scene)
  const [written = {}] = httpRoutesOf(object)
  const exported = specOf(object).exportTo
  return [
    {
      key: routeKeyOf({ namespace: service.namespace, name: object.metadata.name }, written, 0),
      written,
      route: { route: [{ destination: { host } }] },
      clients: {
        namespaces: clients.namespaces.filter(
          (namespace) =>
            clients.effectiveIn(namespace) === undefined && (exported === undefined || namespace === service.namespace),
        ),
        gateways: [],
        waypoints: [],
        otherHosts: [],
        roots: [],
      },
      names: 'service-here',
      isUnwritten: true,
    },
  ]
}
