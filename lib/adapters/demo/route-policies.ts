import { z } from 'zod'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { qualifiedHost } from '../../domain/routing/host-name.ts'
import type { RouteDecision } from '../../domain/routing/route-request.ts'
import type { WeightedDestination } from '../../domain/routing/virtual-service.ts'
import { goDurationMs } from './go-duration.ts'

const Percentage = z.object({ value: z.number().optional() }).optional()
const Destination = z.object({
  host: z.string(),
  subset: z.string().optional(),
  port: z.object({ number: z.number().optional() }).optional(),
})
const Route = z.object({
  timeout: z.string().optional(),
  retries: z
    .object({ attempts: z.number().optional(), perTryTimeout: z.string().optional(), retryOn: z.string().optional() })
    .nullish(),
  fault: z
    .object({
      delay: z.object({ percentage: Percentage, fixedDelay: z.string().optional() }).optional(),
      abort: z
        .object({ percentage: Percentage, httpStatus: z.number().optional(), grpcStatus: z.string().optional() })
        .optional(),
    })
    .optional(),
  mirror: Destination.optional(),
  mirrorPercentage: Percentage,
  mirrors: z.array(z.object({ destination: Destination, percentage: Percentage })).optional(),
})

/** What a route does besides saying where requests go. Shares are of the requests that meet it. */
export interface RoutePolicy {
  timeoutMs?: number
  /** Further attempts after a failed one, and what counts as failed. */
  retries?: { attempts: number; on: string[] }
  delay?: { share: number; ms: number }
  abort?: { share: number; code: string; grpcStatus: string }
  mirrors: { share: number; destination: WeightedDestination }[]
}

type RouteUsed = Extract<RouteDecision, { kind: 'forward' }>['route']

const policies = new WeakMap<MeshObject, (RoutePolicy | undefined)[]>()

/** Finds what the route that was taken does besides; undefined where it does nothing. */
export function routePolicies(objects: MeshObject[]): (route: RouteUsed) => RoutePolicy | undefined {
  const byName = new Map(
    objects
      .filter(({ kind }) => kind === 'VirtualService')
      .map((object) => [`${object.namespace}/${object.name}`, object]),
  )
  return (route) => {
    const object = route && byName.get(`${route.namespace}/${route.virtualService}`)
    if (object === undefined || route === undefined) {
      return undefined
    }
    const known = policies.get(object) ?? policiesOf(object)
    policies.set(object, known)
    return known[route.index]
  }
}

function policiesOf({ spec, namespace }: MeshObject): (RoutePolicy | undefined)[] {
  const routes = z.array(z.unknown()).safeParse(spec.http).data ?? []
  return routes.map((route) => {
    const read = Route.safeParse(route)
    return read.success ? policyOf(read.data, namespace) : undefined
  })
}

function policyOf(route: z.infer<typeof Route>, namespace: string): RoutePolicy | undefined {
  const { timeout, retries, fault: { delay, abort } = {} } = route
  const policy: RoutePolicy = {
    ...(timeout !== undefined && { timeoutMs: goDurationMs(timeout) }),
    ...(retries?.attempts && {
      retries: { attempts: retries.attempts, on: (retries.retryOn ?? '').split(',').map((one) => one.trim()) },
    }),
    ...(delay?.fixedDelay !== undefined && {
      delay: { share: injectedShare(delay.percentage), ms: goDurationMs(delay.fixedDelay) },
    }),
    ...(abort !== undefined && {
      abort: {
        share: injectedShare(abort.percentage),
        code: String(abort.httpStatus ?? 200),
        grpcStatus: '14',
      },
    }),
    mirrors: mirrorsOf(route, namespace),
  }
  return Object.keys(policy).length > 1 || policy.mirrors.length > 0 ? policy : undefined
}

/** Nothing is injected where no percentage stands (measured). */
function injectedShare(percentage: z.infer<typeof Percentage>): number {
  return (percentage?.value ?? 0) / 100
}

/** Everything is copied where no percentage stands. */
function mirrorsOf(
  { mirror, mirrorPercentage, mirrors = [] }: z.infer<typeof Route>,
  namespace: string,
): RoutePolicy['mirrors'] {
  const all = mirror === undefined ? mirrors : [{ destination: mirror, percentage: mirrorPercentage }]
  return all
    .map(({ destination, percentage }) => ({
      share: percentage === undefined ? 1 : (percentage.value ?? 0) / 100,
      destination: { destination: { ...destination, host: qualifiedHost(destination.host, namespace) } },
    }))
    .filter(({ share }) => share > 0)
}
