import type { ServiceSplit } from '../changes/service-split.ts'
import type { Inventory } from '../mesh/inventory.ts'

/** The namespaces whose proxies a change of a service concerns: its clients' sidecars, and gateways that route to it. */
export function clientNamespaces(split: ServiceSplit, { workloads }: Pick<Inventory, 'workloads'>): string[] {
  const gateways = split.routes.some((route) => route.gateways.length > 0)
    ? workloads.filter(({ role, cluster }) => role === 'gateway' && cluster === split.cluster)
    : []
  const named = [
    ...split.routes.flatMap((route) => route.clientNamespaces),
    ...split.virtualServices.flatMap(({ clients }) => clients.namespaces),
    ...gateways.map(({ namespace }) => namespace),
  ]
  return [...new Set(named.length === 0 ? [split.namespace] : named)].sort()
}
