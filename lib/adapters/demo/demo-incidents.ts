import type { IncidentName } from '../../domain/incidents/incident.ts'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { Blueprint, DemoCall, DemoWorkload } from './blueprint.ts'
import { istioObject, weightedRoute } from './blueprint-parts.ts'
import { bankHost, shopServices } from './shop.ts'

/** Something that goes wrong in the shop, as it did on a real mesh. */
export interface DemoIncident {
  name: IncidentName
  /** What somebody wrote that should not have been written. */
  object?: MeshObject
  /** What is otherwise than usual from so many seconds after its start on; the last that has begun holds. */
  phases: { afterSeconds: number; changed(usual: Blueprint): Blueprint }[]
}

const { search, frontend, currency, payments } = shopServices

const changedWorkload =
  (name: string, change: (usual: DemoWorkload) => Partial<DemoWorkload>) =>
  (usual: Blueprint): Blueprint => ({
    ...usual,
    workloads: usual.workloads.map((one) =>
      one.namespace === 'shop' && one.name === name ? { ...one, ...change(one) } : one,
    ),
  })

const changedCall =
  (caller: string, host: string, change: Partial<DemoCall>) =>
  (usual: Blueprint): Blueprint => ({
    ...usual,
    calls: usual.calls.map((call) => (call.caller === caller && call.host === host ? { ...call, ...change } : call)),
  })

const throughout = (changed: (usual: Blueprint) => Blueprint) => [{ afterSeconds: 0, changed }]
const written = (object: MeshObject) => ({ object, phases: [] })

const crashing = (flags: string[]) => changedWorkload('cart-v7', () => ({ crash: { flags } }))
const crashed = (restarts: number) =>
  changedWorkload('cart-v7', ({ readyPods }) => ({ readyPods: 0, unready: { pods: readyPods, restarts } }))

/** The incidents of the lab, with the signs they were seen by there. */
export const demoIncidents: readonly DemoIncident[] = [
  {
    name: 'version-failing',
    phases: throughout(
      changedWorkload('catalog-v4', () => ({ ownAnswers: [{ code: '500', share: 1, isFailure: true }] })),
    ),
  },
  { name: 'version-slow', phases: throughout(changedWorkload('catalog-v4', () => ({ addedMs: 800 }))) },
  {
    name: 'process-crash',
    phases: [
      { afterSeconds: 0, changed: crashing(['UC']) },
      { afterSeconds: 0.2, changed: crashing(['URX', 'UF']) },
      { afterSeconds: 0.9, changed: crashed(1) },
      { afterSeconds: 60, changed: crashed(3) },
      { afterSeconds: 300, changed: crashed(5) },
    ],
  },
  {
    name: 'subset-without-pods',
    phases: throughout(changedWorkload('catalog-v4', () => ({ readyPods: 0, desiredPods: 0 }))),
  },
  { name: 'missing-subset', ...written(weightedRoute(payments, { v1: 40, v2: 20, v3: 40 })) },
  {
    name: 'pool-overflow',
    ...written(
      istioObject('networking', 'DestinationRule', 'shop', 'frontend', {
        host: frontend.fqdn,
        trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } },
      }),
    ),
  },
  {
    name: 'tight-timeout',
    ...written(
      istioObject('networking', 'VirtualService', 'shop', 'search', {
        hosts: [search.fqdn],
        http: [{ name: 'primary', timeout: '15ms', route: [{ destination: { host: search.fqdn } }] }],
      }),
    ),
  },
  {
    name: 'authorization-denied',
    ...written(
      istioObject('security', 'AuthorizationPolicy', 'shop', 'cart', {
        selector: { matchLabels: { app: 'cart' } },
        action: 'DENY',
        rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/frontend'] } }] }],
      }),
    ),
  },
  {
    name: 'packet-loss',
    phases: throughout(changedCall('shop/frontend', currency.fqdn, { lostShare: 0.3 })),
  },
  { name: 'slow-tcp-database', phases: throughout(changedWorkload('catalog-db', () => ({ addedMs: 400 }))) },
  {
    name: 'load-surge',
    phases: throughout((usual) => ({
      ...usual,
      entries: usual.entries.map((entry) =>
        entry.caller === 'edge/ingressgateway' ? { ...entry, surge: 7 / 3 } : entry,
      ),
    })),
  },
  {
    name: 'external-host-down',
    phases: throughout((usual) => ({ ...usual, hostsDown: [...(usual.hostsDown ?? []), bankHost] })),
  },
]
