import { gatewayVirtualServices, sidecarVirtualServices } from './effective-virtual-service.ts'
import { appliesToProxy, type RequestToRoute } from './match-request.ts'
import { defaultRoute, type RouteDecision, weightedTargets } from './route-request.ts'
import { meantHost, type RoutingTable } from './routing-table.ts'

export type ConnectionToRoute = Pick<RequestToRoute, 'host' | 'port' | 'callerNamespace' | 'callerLabels' | 'gateway'>

/**
 * Where a proxy opens a TCP connection to: the first `spec.tcp` route whose match applies to the proxy and port, by
 * weight per connection; without one the host's own endpoints.
 */
export function routeConnection(table: RoutingTable, connection: ConnectionToRoute): RouteDecision {
  const { gateway, callerNamespace } = connection
  const host = gateway === undefined ? meantHost(table, connection.host, callerNamespace) : connection.host
  const virtualServices =
    gateway === undefined
      ? sidecarVirtualServices(table, host, callerNamespace)
      : gatewayVirtualServices(table, host, gateway, callerNamespace)
  for (const virtualService of virtualServices) {
    const index = virtualService.tcp.findIndex(
      ({ match }) => !match?.length || match.some((one) => appliesToProxy(one, connection)),
    )
    const targets = weightedTargets(table, virtualService.tcp[index]?.route ?? [], connection)
    if (index !== -1 && targets !== undefined) {
      return {
        kind: 'forward',
        targets,
        route: { namespace: virtualService.namespace, virtualService: virtualService.name, index },
      }
    }
  }
  return gateway === undefined ? defaultRoute(table, host, connection.port) : { kind: 'no-route' }
}
