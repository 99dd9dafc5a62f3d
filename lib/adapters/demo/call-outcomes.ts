import { hasLabels } from '../../domain/routing/destination-rule.ts'
import { routeConnection } from '../../domain/routing/route-connection.ts'
import { type RouteDecision, type RouteTarget, routeRequest } from '../../domain/routing/route-request.ts'
import type { KnownHost, RoutingTable } from '../../domain/routing/routing-table.ts'
import type { DemoCall, DemoService, DemoWorkload } from './blueprint.ts'

/** What becomes of a share of a call's requests before any application answers. */
export interface CallOutcome {
  share: number
  /** Who gets them; absent when nobody in the mesh does. */
  workload?: DemoWorkload
  /** The service or external host picked; absent when no cluster was. */
  known?: KnownHost
  /** Set when the caller's proxy answers by itself. */
  proxyAnswer?: { code: string; grpcStatus: string; flag?: string; isFailure: boolean }
}

/** Finds the pods behind a host. */
export type EndpointsOf = (host: string, labels: Record<string, string>) => DemoWorkload[]

export function endpointsOf(services: DemoService[], workloads: DemoWorkload[]): EndpointsOf {
  const byHost = new Map(
    services.map((service) => [
      service.fqdn,
      workloads.filter(
        ({ namespace, podLabels, membership, role }) =>
          namespace === service.namespace &&
          (membership !== 'none' || role === 'workload') &&
          hasLabels(podLabels, service.selector),
      ),
    ]),
  )
  return (host, labels) =>
    (byHost.get(host) ?? []).filter(({ readyPods, podLabels }) => readyPods > 0 && hasLabels(podLabels, labels))
}

/** All outcomes of one caller's call under a routing table; shares sum to 1. */
export function callOutcomes(
  table: RoutingTable,
  endpoints: EndpointsOf,
  caller: DemoWorkload,
  call: DemoCall,
): CallOutcome[] {
  if (caller.membership === 'none') {
    return spread(endpoints, {
      host: call.host,
      port: call.port,
      share: 1,
      labels: {},
      known: table.hosts.get(call.host),
    })
  }
  const common = {
    host: call.host,
    port: call.port,
    callerNamespace: caller.namespace,
    callerLabels: caller.podLabels,
    ...(call.gateway === undefined ? {} : { gateway: call.gateway }),
  }
  const outcomes =
    call.protocol === 'tcp'
      ? outcomesOf(endpoints, routeConnection(table, common), 1)
      : call.requests.flatMap(({ share, method, path, headers }) =>
          outcomesOf(endpoints, routeRequest(table, { ...common, method, path, headers }), share),
        )
  return merged(outcomes)
}

function outcomesOf(endpoints: EndpointsOf, decision: RouteDecision, share: number): CallOutcome[] {
  switch (decision.kind) {
    case 'forward':
      return decision.targets.flatMap((target) => spread(endpoints, { ...target, share: target.share * share }))
    case 'answer': {
      const isFailure = decision.code >= 500
      return [{ share, proxyAnswer: { code: String(decision.code), grpcStatus: '2', isFailure } }]
    }
    case 'no-route':
      return [{ share, proxyAnswer: { code: '404', grpcStatus: '12', flag: 'NR', isFailure: true } }]
    case 'unknown-host':
      return [{ share, proxyAnswer: { code: '502', grpcStatus: '14', isFailure: true } }]
  }
}

/** A target's requests over its ready pods; a missing cluster is `NC`, a cluster without pods `UH`. */
function spread(endpoints: EndpointsOf, target: RouteTarget): CallOutcome[] {
  const { host, share, labels, known } = target
  if (known === undefined) {
    return [{ share, proxyAnswer: { code: '503', grpcStatus: '14', flag: 'NC', isFailure: true } }]
  }
  if (known.isExternal) {
    return [{ share, known }]
  }
  const workloads = endpoints(host, labels)
  const pods = workloads.reduce((sum, { readyPods }) => sum + readyPods, 0)
  return pods === 0
    ? [{ share, known, proxyAnswer: { code: '503', grpcStatus: '14', flag: 'UH', isFailure: true } }]
    : workloads.map((workload) => ({ share: (share * workload.readyPods) / pods, workload, known }))
}

function merged(outcomes: CallOutcome[]): CallOutcome[] {
  const byKind = new Map<string, CallOutcome>()
  for (const outcome of outcomes) {
    const { workload, known, proxyAnswer } = outcome
    const key = [workload?.namespace, workload?.name, known?.host, proxyAnswer?.code, proxyAnswer?.flag].join('|')
    const seen = byKind.get(key)
    byKind.set(key, seen === undefined ? outcome : { ...seen, share: seen.share + outcome.share })
  }
  return [...byKind.values()]
}
