import { withDelegates } from './delegated-routes.ts'
import { httpRoutesInForce } from './effective-virtual-service.ts'
import { coversHost } from './host-name.ts'
import type { RequestToRoute } from './match-request.ts'
import { type RouteTarget, weightedTargets } from './route-request.ts'
import type { RoutingTable } from './routing-table.ts'
import type { HttpRoute, VirtualService } from './virtual-service.ts'

/** Whose mirrors are asked for; `isGateway`: it obeys what is bound to gateways, not what is bound to `mesh`. */
export interface MirroringCaller {
  namespace: string
  podLabels: Record<string, string>
  isGateway: boolean
}

/**
 * Where proxies of a caller send copies that nobody waits for: the mirrors of every HTTP route in force for it, whatever
 * a request must look like to take that route. A mirror to where the same route also forwards is left out, as is one
 * whose host or subset is missing: Envoy drops such copies without a word (measured on a real mesh).
 */
export function mirrorsInForce(table: RoutingTable, caller: MirroringCaller): RouteTarget[] {
  return table.virtualServices
    .filter((virtualService) => mirrors(table, virtualService))
    .flatMap((virtualService) => questionsFor(table, virtualService, caller))
    .flatMap(
      (request) => httpRoutesInForce(table, request.host, request)?.map(({ route }) => ({ route, request })) ?? [],
    )
    .flatMap(({ route, request }) => mirrorTargets(table, route, request))
}

function mirrors(table: RoutingTable, virtualService: VirtualService): boolean {
  return withDelegates(table, virtualService).some(({ route }) => mirrorsOf(route).length > 0)
}

function mirrorsOf({ mirror, mirrors = [] }: HttpRoute) {
  return mirror === undefined ? mirrors : [{ destination: mirror }]
}

/** A request for each host and port the VirtualService may route. */
function questionsFor(
  table: RoutingTable,
  { hosts, gateways }: VirtualService,
  { namespace, podLabels, isGateway }: MirroringCaller,
): RequestToRoute[] {
  const through = isGateway ? gateways.filter((gateway) => gateway !== 'mesh') : [undefined]
  const names = hosts.flatMap((host) =>
    host.startsWith('*') ? [...table.hosts.keys()].filter((known) => coversHost(host, known)) : [host],
  )
  return names.flatMap((host) =>
    (table.hosts.get(host)?.ports ?? [80]).flatMap((port) =>
      through.map((gateway) => ({
        host,
        port,
        method: 'GET',
        path: '/',
        headers: {},
        callerNamespace: namespace,
        callerLabels: podLabels,
        ...(gateway !== undefined && { gateway }),
      })),
    ),
  )
}

function mirrorTargets(table: RoutingTable, route: HttpRoute, request: RequestToRoute): RouteTarget[] {
  const forwarded = weightedTargets(table, route.route ?? [], request) ?? []
  return mirrorsOf(route)
    .flatMap((mirror) => weightedTargets(table, [mirror], request) ?? [])
    .filter(({ known }) => known !== undefined)
    .filter(({ host, subset }) => !forwarded.some((other) => other.host === host && other.subset === subset))
}
