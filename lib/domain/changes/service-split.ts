import { z } from 'zod'
import { RouteKey } from './route-key.ts'

const ObjectName = z.object({ namespace: z.string(), name: z.string() })

/** One destination of a route and what it gets of the route's requests. */
export const DestinationShare = z.object({
  /** Fully qualified. */
  host: z.string(),
  subset: z.string().optional(),
  port: z.number().optional(),
  /** The one version of the service it leads to; absent for the whole service and for strangers. */
  version: z.string().optional(),
  /** As written; absent where none is. */
  weight: z.number().optional(),
  /** 0–1; the shares of a route sum to 1. */
  share: z.number(),
})
export type DestinationShare = z.infer<typeof DestinationShare>

/** A copy of requests that a route sends along. An absent percentage in the object reads as 100. */
export const MirrorShare = DestinationShare.pick({ host: true, subset: true, version: true }).extend({
  percentage: z.number(),
})
export type MirrorShare = z.infer<typeof MirrorShare>

/** An HTTP route that leads to the service and whose weights can be moved. */
export const SplittableRoute = z.object({
  key: RouteKey,
  /** One text a match block, as in `GET /api/* gateway public/shop`; none: every request. */
  match: z.array(z.string()),
  isCatchAll: z.boolean(),
  /** The service's default route, which no VirtualService says yet: a change writes one. */
  isUnwritten: z.boolean(),
  isPreselected: z.boolean(),
  /** Client namespaces whose sidecars have it, and gateways (`namespace/name`) that do. */
  clientNamespaces: z.array(z.string()),
  gateways: z.array(z.string()),
  shares: z.array(DestinationShare),
  mirrors: z.array(MirrorShare),
  /** Set where it is one of our tester routes. */
  testerOf: z.string().optional(),
})
export type SplittableRoute = z.infer<typeof SplittableRoute>

/** Whose requests an object decides on. */
export const AffectedClients = z.object({
  /** Client namespaces whose sidecars obey it. */
  namespaces: z.array(z.string()),
  /** `namespace/name` of Gateways that obey it. */
  gateways: z.array(z.string()),
  /** Namespaces whose waypoints obey it. */
  waypoints: z.array(z.string()),
  /** Further hosts that share its routes. */
  otherHosts: z.array(z.string()),
  /** VirtualServices that use it as a delegate. */
  roots: z.array(ObjectName),
})
export type AffectedClients = z.infer<typeof AffectedClients>

/** One VirtualService that names the service, as its clients see it. */
export const EffectiveObject = ObjectName.extend({
  clients: AffectedClients,
  /** Set where nobody obeys it: the one that takes its place. */
  shadowedBy: ObjectName.optional(),
})
export type EffectiveObject = z.infer<typeof EffectiveObject>

/** How requests to a service are divided among its versions now. */
export const ServiceSplit = z.object({
  cluster: z.string(),
  namespace: z.string(),
  service: z.string(),
  host: z.string(),
  /** From its workloads, sorted. */
  versions: z.array(
    z.object({
      version: z.string(),
      readyPods: z.number(),
      /** The subset that selects it, where one does. */
      subset: z.string().optional(),
    }),
  ),
  routes: z.array(SplittableRoute),
  virtualServices: z.array(EffectiveObject),
})
export type ServiceSplit = z.infer<typeof ServiceSplit>
