import { z } from 'zod'
import type { MeshObject } from '../mesh/inventory.ts'
import { qualifiedHost } from './host-name.ts'

/** One of `exact`, `prefix`, `regex`; none of them: the value only has to be there. */
export const StringMatch = z.object({
  exact: z.string().optional(),
  prefix: z.string().optional(),
  regex: z.string().optional(),
})
export type StringMatch = z.infer<typeof StringMatch>

const Names = z.array(z.string())
const Labels = z.record(z.string(), z.string())
const ValueMatches = z.record(
  z.string(),
  StringMatch.nullable().transform((match) => match ?? {}),
)

export const HttpMatch = z.object({
  uri: StringMatch.optional(),
  scheme: StringMatch.optional(),
  method: StringMatch.optional(),
  authority: StringMatch.optional(),
  headers: ValueMatches.optional(),
  withoutHeaders: ValueMatches.optional(),
  queryParams: ValueMatches.optional(),
  ignoreUriCase: z.boolean().optional(),
  port: z.number().optional(),
  sourceLabels: Labels.optional(),
  sourceNamespace: z.string().optional(),
  gateways: Names.optional(),
})
export type HttpMatch = z.infer<typeof HttpMatch>

export const WeightedDestination = z.object({
  destination: z.object({
    host: z.string(),
    subset: z.string().optional(),
    port: z.object({ number: z.number().optional() }).optional(),
  }),
  weight: z.number().optional(),
})
export type WeightedDestination = z.infer<typeof WeightedDestination>

const MirrorDestination = WeightedDestination.shape.destination

export const HttpRoute = z.object({
  name: z.string().optional(),
  match: z.array(HttpMatch).optional(),
  route: z.array(WeightedDestination).optional(),
  redirect: z.object({ redirectCode: z.number().optional() }).optional(),
  directResponse: z.object({ status: z.number() }).optional(),
  mirror: MirrorDestination.optional(),
  mirrors: z.array(z.object({ destination: MirrorDestination })).optional(),
  delegate: z.object({ name: z.string(), namespace: z.string().optional() }).optional(),
})
export type HttpRoute = z.infer<typeof HttpRoute>

export const TcpMatch = z.object({
  port: z.number().optional(),
  sourceLabels: Labels.optional(),
  sourceNamespace: z.string().optional(),
  gateways: Names.optional(),
})
export type TcpMatch = z.infer<typeof TcpMatch>

const TcpRoute = z.object({
  match: z.array(TcpMatch).optional(),
  route: z.array(WeightedDestination).optional(),
})
type TcpRoute = z.infer<typeof TcpRoute>

const VirtualServiceSpec = z.object({
  hosts: Names.optional(),
  gateways: Names.optional(),
  exportTo: Names.optional(),
  http: z.array(HttpRoute).optional(),
  tcp: z.array(TcpRoute).optional(),
})

/** What routing reads of a VirtualService; hosts, gateways and destinations are fully qualified. */
export interface VirtualService {
  namespace: string
  name: string
  createdAt: string
  /** Empty for a delegate, which is used only through its root. */
  hosts: string[]
  /** `mesh` or `namespace/name`; never empty. */
  gateways: string[]
  exportTo: string[]
  http: HttpRoute[]
  tcp: TcpRoute[]
}

/** Reads a VirtualService, or undefined when the fields routing needs have not the shape Istio's CRD demands. */
export function readVirtualService(object: MeshObject): VirtualService | undefined {
  const spec = VirtualServiceSpec.safeParse(object.spec)
  if (!spec.success) {
    return undefined
  }
  const { namespace } = object
  const { hosts = [], gateways = [], exportTo = [], http = [], tcp = [] } = spec.data
  return {
    namespace,
    name: object.name,
    createdAt: object.createdAt,
    hosts: hosts.map((host) => qualifiedHost(host, namespace)),
    gateways: gateways.length === 0 ? ['mesh'] : gateways.map((name) => gatewayName(name, namespace)),
    exportTo,
    http: http.map((route) => ({
      ...route,
      match: route.match?.map((match) => ({ ...match, ...qualifiedGateways(match, namespace) })),
      route: route.route?.map((entry) => qualifiedDestination(entry, namespace)),
      ...(route.mirror !== undefined && { mirror: qualified(route.mirror, namespace) }),
      ...(route.mirrors !== undefined && {
        mirrors: route.mirrors.map(({ destination }) => ({ destination: qualified(destination, namespace) })),
      }),
    })),
    tcp: tcp.map((route) => ({
      match: route.match?.map((match) => ({ ...match, ...qualifiedGateways(match, namespace) })),
      route: route.route?.map((entry) => qualifiedDestination(entry, namespace)),
    })),
  }
}

function gatewayName(name: string, namespace: string): string {
  return name === 'mesh' || name.includes('/') ? name : `${namespace}/${name}`
}

function qualifiedGateways(match: { gateways?: string[] }, namespace: string): { gateways?: string[] } {
  return match.gateways === undefined ? {} : { gateways: match.gateways.map((name) => gatewayName(name, namespace)) }
}

function qualifiedDestination(entry: WeightedDestination, namespace: string): WeightedDestination {
  return { ...entry, destination: qualified(entry.destination, namespace) }
}

function qualified<Place extends { host: string }>(destination: Place, namespace: string): Place {
  return { ...destination, host: qualifiedHost(destination.host, namespace) }
}
