import { hasLabels } from '../../domain/routing/destination-rule.ts'
import { routeConnection } from '../../domain/routing/route-connection.ts'
import {
  type RouteDecision,
  type RouteTarget,
  routeRequest,
  weightedTargets,
} from '../../domain/routing/route-request.ts'
import type { KnownHost, RoutingTable } from '../../domain/routing/routing-table.ts'
import type { DemoCall, DemoRequest, DemoService, DemoWorkload } from './blueprint.ts'
import type { MeshRules } from './mesh-rules.ts'
import type { RoutePolicy } from './route-policies.ts'

/** What becomes of a share of a call's requests before any application answers. */
export interface CallOutcome {
  share: number
  /** Who gets them; absent when nobody in the mesh does. */
  workload?: DemoWorkload
  /** The service or external host picked; absent when no cluster was. */
  known?: KnownHost
  /** Set when the caller's proxy answers by itself. */
  proxyAnswer?: ProxyAnswer
  /** What the caller's proxy does to requests it sends. */
  timeoutMs?: number
  retries?: NonNullable<RoutePolicy['retries']>
  /** It held them back for so long first. */
  injectedDelayMs?: number
  /** The callee's proxy refuses them. */
  isDenied?: true
  /** Nobody waits for them: mirrored from requests that go elsewhere. */
  isCopy?: true
  /** The subset asked for; absent for the whole host. */
  subset?: string
}

interface ProxyAnswer {
  code: string
  grpcStatus: string
  flags: string[]
  isFailure: boolean
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

/** All outcomes of one caller's call under the rules of the mesh; shares sum to 1, copies left out of account. */
export function callOutcomes(rules: MeshRules, caller: DemoWorkload, call: DemoCall): CallOutcome[] {
  const { table, endpoints } = rules
  if (caller.membership === 'none') {
    return denied(rules, caller, call, spread(endpoints, wholeHost(table, call)))
  }
  const common = {
    host: call.host,
    port: call.port,
    callerNamespace: caller.namespace,
    callerLabels: caller.podLabels,
    ...(call.gateway === undefined ? {} : { gateway: call.gateway }),
  }
  if (call.protocol === 'tcp') {
    return merged(outcomesOf(endpoints, routeConnection(table, common)))
  }
  const requests = rules.areHeadersRead(call.host) ? call.requests : withoutHeaders(call.requests)
  const outcomes = requests.flatMap(({ share, method, path, headers }) => {
    const request = { ...common, method, path, headers }
    const decision = routeRequest(table, request)
    const policy = decision.kind === 'forward' ? rules.policyOf(decision.route) : undefined
    const forwarded = outcomesOf(endpoints, decision)
    const copies = (policy?.mirrors ?? []).flatMap((mirror) => {
      const targets = weightedTargets(table, [mirror.destination], request) ?? []
      return scaled(
        targets.flatMap((target) => copiesTo(endpoints, target)),
        mirror.share * (1 - (policy?.abort?.share ?? 0)),
      )
    })
    return scaled([...withPolicy(forwarded, policy), ...copies], share)
  })
  return merged(denied(rules, caller, call, outcomes))
}

/** Requests that differ in their headers alone, as one. */
function withoutHeaders(requests: DemoRequest[]): DemoRequest[] {
  const alike = new Map<string, DemoRequest>()
  for (const request of requests) {
    const { method, path, share } = request
    const key = `${method} ${path}`
    alike.set(key, { method, path, headers: {}, share: share + (alike.get(key)?.share ?? 0) })
  }
  return [...alike.values()]
}

function wholeHost(table: RoutingTable, { host, port }: DemoCall): RouteTarget {
  const known = table.hosts.get(host)
  return { host, port, share: 1, labels: {}, ...(known !== undefined && { known }) }
}

function scaled(outcomes: CallOutcome[], factor: number): CallOutcome[] {
  return outcomes.map((outcome) => ({ ...outcome, share: outcome.share * factor }))
}

function outcomesOf(endpoints: EndpointsOf, decision: RouteDecision): CallOutcome[] {
  switch (decision.kind) {
    case 'forward':
      return decision.targets.flatMap((target) => spread(endpoints, target))
    case 'answer': {
      const isFailure = decision.code >= 500
      return [{ share: 1, proxyAnswer: { code: String(decision.code), grpcStatus: '2', flags: [], isFailure } }]
    }
    case 'no-route':
      return [{ share: 1, proxyAnswer: { code: '404', grpcStatus: '12', flags: ['NR'], isFailure: true } }]
    case 'unknown-host':
      return [{ share: 1, proxyAnswer: { code: '502', grpcStatus: '14', flags: [], isFailure: true } }]
  }
}

/** A target's requests over its ready pods; a missing cluster is `NC`, a cluster without pods `UH`. */
function spread(endpoints: EndpointsOf, target: RouteTarget): CallOutcome[] {
  const { host, share, labels, known, subset } = target
  const unavailable = { code: '503', grpcStatus: '14', isFailure: true }
  if (known === undefined) {
    return [{ share, proxyAnswer: { ...unavailable, flags: ['NC'] } }]
  }
  if (known.isExternal) {
    return [{ share, known }]
  }
  const workloads = endpoints(host, labels)
  const pods = workloads.reduce((sum, { readyPods }) => sum + readyPods, 0)
  return pods === 0
    ? [{ share, known, proxyAnswer: { ...unavailable, flags: ['UH'] } }]
    : workloads.map((workload) => ({
        share: (share * workload.readyPods) / pods,
        workload,
        known,
        ...(subset !== undefined && { subset }),
      }))
}

/** Copies that have nowhere to go are dropped without a word (measured). */
function copiesTo(endpoints: EndpointsOf, target: RouteTarget): CallOutcome[] {
  return spread(endpoints, target)
    .filter(({ workload }) => workload !== undefined)
    .map((outcome) => ({ ...outcome, isCopy: true }))
}

/** Faults and a timeout over requests that found their way; faults roll their dice apart from each other. */
function withPolicy(outcomes: CallOutcome[], policy: RoutePolicy | undefined): CallOutcome[] {
  if (policy === undefined) {
    return outcomes
  }
  const { timeoutMs, retries, delay = { share: 0, ms: 0 }, abort } = policy
  const aborted = abort?.share ?? 0
  return outcomes.flatMap((outcome) => {
    const { share, known } = outcome
    const away = (flags: string[], part: number, held: Partial<CallOutcome>): CallOutcome => ({
      share: share * aborted * part,
      ...(known !== undefined && { known }),
      proxyAnswer: { code: abort?.code ?? '', grpcStatus: abort?.grpcStatus ?? '', flags, isFailure: true },
      ...held,
    })
    const held = { injectedDelayMs: delay.ms }
    const through = share * (1 - aborted)
    return [
      {
        ...outcome,
        share: through * (1 - delay.share),
        ...(timeoutMs !== undefined && { timeoutMs }),
        ...(retries !== undefined && { retries }),
      },
      { ...outcome, share: through * delay.share, ...held },
      away(['FI'], 1 - delay.share, {}),
      away(['DI', 'FI'], delay.share, held),
    ].filter((one) => one.share > 0)
  })
}

function denied(rules: MeshRules, caller: DemoWorkload, call: DemoCall, outcomes: CallOutcome[]): CallOutcome[] {
  return outcomes.map((outcome) =>
    call.protocol !== 'tcp' && outcome.workload !== undefined && rules.isDenied(caller, outcome.workload)
      ? { ...outcome, isDenied: true }
      : outcome,
  )
}

function merged(outcomes: CallOutcome[]): CallOutcome[] {
  const byKind = new Map<string, CallOutcome>()
  for (const outcome of outcomes) {
    const { workload, known, proxyAnswer, timeoutMs, injectedDelayMs, isCopy, subset, retries } = outcome
    const key = [
      ...[workload?.namespace, workload?.name, known?.host, proxyAnswer?.code, proxyAnswer?.flags.join()],
      ...[timeoutMs, injectedDelayMs, isCopy, subset, retries?.attempts, retries?.on.join()],
    ].join('|')
    const seen = byKind.get(key)
    byKind.set(key, seen === undefined ? outcome : { ...seen, share: seen.share + outcome.share })
  }
  return [...byKind.values()]
}
