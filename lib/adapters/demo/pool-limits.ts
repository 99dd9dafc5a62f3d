import { z } from 'zod'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { effectiveDestinationRules } from '../../domain/routing/destination-rule.ts'
import type { KnownHost, RoutingTable } from '../../domain/routing/routing-table.ts'
import type { DemoWorkload } from './blueprint.ts'

const Pool = z.object({
  connectionPool: z
    .object({
      tcp: z.object({ maxConnections: z.number().optional() }).optional(),
      http: z.object({ http1MaxPendingRequests: z.number().optional() }).optional(),
    })
    .optional(),
})
const Spec = z.object({
  trafficPolicy: Pool.optional(),
  subsets: z.array(z.object({ name: z.string(), trafficPolicy: Pool.optional() })).optional(),
})

/** How many requests each proxy of a client may have under way to a host, and how many may wait for their turn. */
interface PoolLimits {
  connections: number
  pending: number
}

export type PoolOf = (caller: DemoWorkload, known: KnownHost, subset: string | undefined) => PoolLimits | undefined

const most = 1_000

/** Finds the limits of HTTP/1 pools that DestinationRules set; undefined where none of them limits any. */
export function poolLimits(table: RoutingTable, objects: MeshObject[]): PoolOf | undefined {
  const limited = new Map(
    objects.flatMap(({ kind, namespace, name, spec }) => {
      const read = kind === 'DestinationRule' ? Spec.safeParse(spec) : undefined
      const isLimited = JSON.stringify(spec).includes('"connectionPool"')
      return read?.success && isLimited ? [[`${namespace}/${name}`, read.data] as const] : []
    }),
  )
  if (limited.size === 0) {
    return undefined
  }
  return (caller, { host, namespace }, subset) => {
    const rules = effectiveDestinationRules(table.destinationRules, {
      host,
      hostNamespace: namespace,
      clientNamespace: caller.namespace,
      clientLabels: caller.podLabels,
      rootNamespace: table.rootNamespace,
    })
    const specs = rules.flatMap((rule) => limited.get(`${rule.namespace}/${rule.name}`) ?? [])
    // A subset's pool replaces the host's whole pool (measured).
    const ofSubset = specs.flatMap(({ subsets = [] }) => subsets).find(({ name }) => name === subset)?.trafficPolicy
    const pool = ofSubset?.connectionPool ?? specs[0]?.trafficPolicy?.connectionPool
    const connections = pool?.tcp?.maxConnections
    return connections === undefined || connections > most
      ? undefined
      : { connections, pending: Math.min(most, pool?.http?.http1MaxPendingRequests ?? most) }
  }
}

/** The share of requests a pool has no place for when they come at random and last `busyPerProxy` seconds a second. */
export function overflowShare({ connections, pending }: PoolLimits, busyPerProxy: number): number {
  let weight = 1
  let sum = 1
  for (let inside = 1; inside <= connections + pending; inside++) {
    weight *= busyPerProxy / Math.min(inside, connections)
    sum += weight
    if (sum > 1e200) {
      weight /= sum
      sum = 1
    }
  }
  return weight / sum
}
