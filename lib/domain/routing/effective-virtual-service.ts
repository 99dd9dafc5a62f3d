import { coversHost, hostSpecificity } from './host-name.ts'
import { appliesToProxy, type RequestToRoute } from './match-request.ts'
import type { RoutingTable } from './routing-table.ts'
import type { HttpRoute, VirtualService } from './virtual-service.ts'
import { visibilityRank } from './visibility.ts'

/** VirtualServices for a host as one kind of listener sees them: the first counts, later ones are shadowed. */
function candidates(table: RoutingTable, host: string, gateway: string, namespace: string): VirtualService[] {
  const found = table.virtualServices.flatMap((virtualService) => {
    const hosts = virtualService.hosts.filter((pattern) => coversHost(pattern, host))
    const rank = visibilityRank(virtualService, namespace)
    return hosts.length === 0 || rank === undefined || !virtualService.gateways.includes(gateway)
      ? []
      : [{ virtualService, rank, specificity: Math.max(...hosts.map(hostSpecificity)) }]
  })
  // The table is oldest first and the sort is stable, so age decides within one rank.
  found.sort((a, b) => b.specificity - a.specificity || a.rank - b.rank)
  return found.map(({ virtualService }) => virtualService)
}

/**
 * VirtualServices that bind sidecars of `namespace` for a fully qualified host, the effective one first: most specific
 * host, then private before exported before public, then oldest. All but the first are silently ignored by Istio.
 */
export function sidecarVirtualServices(table: RoutingTable, host: string, namespace: string): VirtualService[] {
  return candidates(table, host, 'mesh', namespace)
}

/**
 * VirtualServices that a gateway serves for a host: all with the most specific matching host, oldest first. Unlike for
 * sidecars they work together.
 */
export function gatewayVirtualServices(
  table: RoutingTable,
  host: string,
  gateway: string,
  namespace: string,
): VirtualService[] {
  const all = candidates(table, host, gateway, namespace)
  const best = Math.max(...(all[0]?.hosts ?? []).filter((pattern) => coversHost(pattern, host)).map(hostSpecificity))
  const serving = all.filter(({ hosts }) =>
    hosts.some((pattern) => coversHost(pattern, host) && hostSpecificity(pattern) === best),
  )
  return table.virtualServices.filter((virtualService) => serving.includes(virtualService))
}

/** A route of a VirtualService with the place it is written at. */
export interface PlacedRoute {
  virtualService: VirtualService
  /** Position in `spec.http`. */
  index: number
  route: HttpRoute
}

/**
 * HTTP routes a proxy is given for a request's host, in the order they are tried; undefined when no VirtualService has a
 * route for this proxy, so that the host's default route stands. Routes after a catch-all are never tried; on a gateway
 * catch-alls of merged VirtualServices come last.
 */
export function httpRoutesInForce(
  table: RoutingTable,
  host: string,
  request: RequestToRoute,
): PlacedRoute[] | undefined {
  const { gateway, callerNamespace } = request
  const virtualServices =
    gateway === undefined
      ? sidecarVirtualServices(table, host, callerNamespace).slice(0, 1)
      : gatewayVirtualServices(table, host, gateway, callerNamespace)
  const placed = virtualServices.flatMap((virtualService) => {
    const own = virtualService.http
      .map((route, index) => ({ virtualService, index, route: narrowed(route, request) }))
      .filter(({ route }) => route.match === undefined || route.match.length > 0)
    const end = own.findIndex(({ route }) => isCatchAll(route))
    return end === -1 ? own : own.slice(0, end + 1)
  })
  if (placed.length === 0) {
    return undefined
  }
  return [...placed.filter(({ route }) => !isCatchAll(route)), ...placed.filter(({ route }) => isCatchAll(route))]
}

/** The route with only the match blocks that apply to this proxy and port; no block left means none applies. */
function narrowed(route: HttpRoute, request: RequestToRoute): HttpRoute {
  if (route.match === undefined || route.match.length === 0) {
    return { ...route, match: undefined }
  }
  return { ...route, match: route.match.filter((match) => appliesToProxy(match, request)) }
}

/** Whether every request that reaches the route meets it (Istio: isCatchAllRoute). */
function isCatchAll(route: HttpRoute): boolean {
  return (
    route.match === undefined ||
    route.match.some(
      ({ uri, scheme, method, authority, headers, withoutHeaders, queryParams }) =>
        (uri === undefined || uri.prefix === '/' || uri.regex === '.*' || uri.regex === '*') &&
        scheme === undefined &&
        method === undefined &&
        authority === undefined &&
        isEmpty(headers) &&
        isEmpty(withoutHeaders) &&
        isEmpty(queryParams),
    )
  )
}

function isEmpty(conditions: object | undefined): boolean {
  return conditions === undefined || Object.keys(conditions).length === 0
}
