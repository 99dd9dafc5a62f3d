import { effectiveDestinationRules, subsetLabels } from './destination-rule.ts'
import { httpRoutesInForce } from './effective-virtual-service.ts'
import { qualifiedHost, withoutPort } from './host-name.ts'
import { matchesRequest, type RequestToRoute } from './match-request.ts'
import { routeShares } from './route-shares.ts'
import { type KnownHost, knownHost, meantHost, type RoutingTable } from './routing-table.ts'
import type { WeightedDestination } from './virtual-service.ts'

/** Where a share of the requests goes. */
export interface RouteTarget {
  /** Fully qualified. */
  host: string
  subset?: string
  port: number
  /** Of the requests that met the route; shares of a decision sum to 1. */
  share: number
  /** Pod labels endpoints must carry; empty for all endpoints of the host. */
  labels: Record<string, string>
  /** What the mesh knows of the host; absent when the cluster is missing and requests end as 503 `NC`. */
  known?: KnownHost
}

/** The route a decision was taken by; absent for a host's default route. */
interface RouteUsed {
  namespace: string
  virtualService: string
  index: number
  name?: string
}

/**
 * `forward`: to targets by share. `answer`: the proxy itself answers with `code` (direct response or redirect).
 * `no-route`: 404 `NR`, nothing matched. `unknown-host`: the mesh does not know the host; passthrough or black hole by
 * mesh configuration.
 */
export type RouteDecision =
  | { kind: 'forward'; targets: RouteTarget[]; route?: RouteUsed }
  | { kind: 'answer'; code: number; route: RouteUsed }
  | { kind: 'no-route' }
  | { kind: 'unknown-host' }

/**
 * What a sidecar or gateway does with an HTTP or gRPC request under the mesh's VirtualServices and DestinationRules.
 * Targets with share 0 are left out, so a weight of 0 on a missing subset does no harm.
 */
export function routeRequest(table: RoutingTable, request: RequestToRoute): RouteDecision {
  const host =
    request.gateway === undefined
      ? meantHost(table, withoutPort(request.host), request.callerNamespace)
      : withoutPort(request.host)
  const routes = httpRoutesInForce(table, host, request)
  if (routes === undefined) {
    return request.gateway === undefined ? defaultRoute(table, host, request.port) : { kind: 'no-route' }
  }
  const found = routes.find(({ route }) => route.match?.some((match) => matchesRequest(match, request)) ?? true)
  if (found === undefined) {
    return { kind: 'no-route' }
  }
  const { route, virtualService, index } = found
  const used: RouteUsed = {
    namespace: virtualService.namespace,
    virtualService: virtualService.name,
    index,
    ...(route.name === undefined ? {} : { name: route.name }),
  }
  if (route.redirect !== undefined) {
    return { kind: 'answer', code: route.redirect.redirectCode || 301, route: used }
  }
  if (route.directResponse !== undefined) {
    return { kind: 'answer', code: route.directResponse.status, route: used }
  }
  const targets = weightedTargets(table, route.route ?? [], request)
  return targets === undefined ? { kind: 'no-route' } : { kind: 'forward', targets, route: used }
}

/** All of a known host's traffic to the host itself. */
export function defaultRoute(table: RoutingTable, host: string, port: number): RouteDecision {
  const known = knownHost(table, host)
  return known === undefined || !known.ports.includes(port)
    ? { kind: 'unknown-host' }
    : { kind: 'forward', targets: [{ host, port, share: 1, labels: {}, known }] }
}

/** Targets of weighted destinations as one client sees them; undefined where the weights are such as Istio refuses. */
export function weightedTargets(
  table: RoutingTable,
  destinations: WeightedDestination[],
  client: Pick<RequestToRoute, 'callerNamespace' | 'callerLabels' | 'port'>,
): RouteTarget[] | undefined {
  const shares = routeShares(destinations.map(({ weight }) => weight))
  return shares?.flatMap((share, index) => {
    const destination = destinations[index]?.destination
    return destination === undefined || share === 0 ? [] : [target(table, destination, share, client)]
  })
}

function target(
  table: RoutingTable,
  destination: WeightedDestination['destination'],
  share: number,
  client: Pick<RequestToRoute, 'callerNamespace' | 'callerLabels' | 'port'>,
): RouteTarget {
  const host = qualifiedHost(destination.host, client.callerNamespace)
  const { subset } = destination
  const known = knownHost(table, host)
  const onlyPort = known?.ports.length === 1 ? known.ports[0] : undefined
  const port = destination.port?.number ?? onlyPort ?? client.port
  const plain = { host, port, share, labels: {}, ...(subset === undefined ? {} : { subset }) }
  if (known === undefined || !known.ports.includes(port)) {
    return plain
  }
  if (!subset) {
    return { ...plain, known }
  }
  const rules = effectiveDestinationRules(table.destinationRules, {
    host,
    hostNamespace: known.namespace,
    clientNamespace: client.callerNamespace,
    clientLabels: client.callerLabels,
    rootNamespace: table.rootNamespace,
  })
  const labels = subsetLabels(rules, subset)
  return labels === undefined ? plain : { ...plain, labels, known }
}
