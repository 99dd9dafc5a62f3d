import { type PlacedRoute, withDelegates } from './delegated-routes.ts'
import { coversHost, hostSpecificity } from './host-name.ts'
import { appliesToProxy, type RequestToRoute } from './match-request.ts'
import type { RoutingTable } from './routing-table.ts'
import type { HttpRoute, VirtualService } from './virtual-service.ts'
import { visibilityRank } from './visibility.ts'

/** VirtualServices for a host as one kind of listener sees them: the first counts, later ones are shadowed. */
function candidates(table: RoutingTable, host: string, gateway: string, namespace: string): VirtualService[] {
  const found = table.virtualServices.flatMap((virtualService) => {
    const rank = visibilityRank(virtualService, namespace)
    const covers = virtualService.hosts.some((pattern) => coversHost(pattern, host))
    return rank === undefined || !covers || !virtualService.gateways.includes(gateway)
      ? []
      : [{ virtualService, rank, specificity: specificity(virtualService, host) }]
  })
  // The table is oldest first and the sort is stable, so age decides within one rank.
  found.sort((a, b) => b.specificity - a.specificity || a.rank - b.rank)
  return found.map(({ virtualService }) => virtualService)
}

/**
 * VirtualServices that bind sidecars of `namespace` for a fully qualified host, the effective one first: most specific
 * host, then private before exported before public, then oldest. Istio silently ignores all but the first that has a
 * route for the proxy.
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
  const serving = mostSpecific(candidates(table, host, gateway, namespace), host)
  return table.virtualServices.filter((virtualService) => serving.includes(virtualService))
}

/** The leading ones that cover the host by an equally specific pattern. */
function mostSpecific(ordered: VirtualService[], host: string): VirtualService[] {
  const best = ordered[0] === undefined ? 0 : specificity(ordered[0], host)
  return ordered.filter((virtualService) => specificity(virtualService, host) === best)
}

function specificity({ hosts }: VirtualService, host: string): number {
  return Math.max(...hosts.filter((pattern) => coversHost(pattern, host)).map(hostSpecificity))
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
  const placed =
    gateway === undefined
      ? (sidecarTurns(table, host, callerNamespace)
          .map((virtualService) => ownRoutes(table, virtualService, request))
          .find((routes) => routes.length > 0) ?? [])
      : gatewayVirtualServices(table, host, gateway, callerNamespace).flatMap((virtualService) =>
          ownRoutes(table, virtualService, request),
        )
  if (placed.length === 0) {
    return undefined
  }
  return [...placed.filter(({ route }) => !isCatchAll(route)), ...placed.filter(({ route }) => isCatchAll(route))]
}

/** Those of which the first with a route for the proxy counts: a wildcard's successor is never asked. */
function sidecarTurns(table: RoutingTable, host: string, namespace: string): VirtualService[] {
  const turns = mostSpecific(sidecarVirtualServices(table, host, namespace), host)
  return turns[0]?.hosts.includes(host) ? turns : turns.slice(0, 1)
}

function ownRoutes(table: RoutingTable, virtualService: VirtualService, request: RequestToRoute): PlacedRoute[] {
  const own = withDelegates(table, virtualService)
    .map((placed) => ({ ...placed, route: narrowed(placed.route, request) }))
    .filter(({ route }) => route.match === undefined || route.match.length > 0)
  const end = own.findIndex(({ route }) => isCatchAll(route))
  return end === -1 ? own : own.slice(0, end + 1)
}

/** The route with only the match blocks that apply to this proxy and port; no block left means none applies. */
function narrowed(route: HttpRoute, request: RequestToRoute): HttpRoute {
  if (route.match === undefined || route.match.length === 0) {
    return { ...route, match: undefined }
  }
  return { ...route, match: route.match.filter((match) => appliesToProxy(match, request)) }
}

/** Whether every request that reaches the route meets it (Istio: isCatchAllRoute). */
export function isCatchAll(route: HttpRoute): boolean {
  return (
    route.match === undefined ||
    route.match.length === 0 ||
    route.match.some(
      ({ uri, scheme, method, authority, headers, withoutHeaders, queryParams }) =>
        (uri === undefined || uri.prefix === '/' || uri.regex === '.*') &&
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
