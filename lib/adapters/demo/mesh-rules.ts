import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { coversHost } from '../../domain/routing/host-name.ts'
import { type RoutingTable, routingTable } from '../../domain/routing/routing-table.ts'
import type { VirtualService } from '../../domain/routing/virtual-service.ts'
import { accessRules } from './access-rules.ts'
import type { Blueprint, DemoWorkload } from './blueprint.ts'
import { type EndpointsOf, endpointsOf } from './call-outcomes.ts'
import { type PoolOf, poolLimits } from './pool-limits.ts'
import { type RoutePolicy, routePolicies } from './route-policies.ts'

/** Everything the proxies of the mesh decide by while its configuration stands. */
export interface MeshRules {
  table: RoutingTable
  endpoints: EndpointsOf
  /** Whether any route for the host tells requests apart by their headers. */
  areHeadersRead(host: string): boolean
  policyOf(route: Parameters<ReturnType<typeof routePolicies>>[0]): RoutePolicy | undefined
  isDenied(caller: DemoWorkload, callee: DemoWorkload): boolean
  /** Absent where no pool is limited. */
  poolOf?: PoolOf
  /** The ServiceEntry an external host comes from. */
  entryOf(host: string): string | undefined
}

export function meshRules({ services, workloads }: Blueprint, objects: MeshObject[]): MeshRules {
  const table = routingTable(services, objects)
  const poolOf = poolLimits(table, objects)
  const readers = table.virtualServices.filter(readsHeaders)
  const entries = objects.filter(({ kind }) => kind === 'ServiceEntry')
  return {
    table,
    endpoints: endpointsOf(services, workloads),
    areHeadersRead: (host) => readers.some(({ hosts }) => isPossiblyFor(hosts, host)),
    policyOf: routePolicies(objects),
    isDenied: accessRules(objects),
    ...(poolOf !== undefined && { poolOf }),
    entryOf: (host) => entries.find(({ spec }) => Array.isArray(spec.hosts) && spec.hosts.includes(host))?.name,
  }
}

function readsHeaders({ http }: VirtualService): boolean {
  return http.some(({ match = [] }) =>
    match.some(({ headers = {}, withoutHeaders = {} }) => Object.keys({ ...headers, ...withoutHeaders }).length > 0),
  )
}

/** A delegate has no hosts: it may be any's. */
function isPossiblyFor(hosts: string[], host: string): boolean {
  return hosts.length === 0 || hosts.some((pattern) => coversHost(pattern, host))
}
