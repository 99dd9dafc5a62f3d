import type { Finding, Severity } from '../mesh/finding.ts'
import type { MeshService, MeshWorkload } from '../mesh/inventory.ts'
import { withDelegates } from '../routing/delegated-routes.ts'
import {
  type DestinationRule,
  effectiveDestinationRules,
  hasLabels,
  subsetLabels,
} from '../routing/destination-rule.ts'
import { isCatchAll, sidecarVirtualServices } from '../routing/effective-virtual-service.ts'
import { ignoresItsSource } from '../routing/ignores-its-source.ts'
import { reachedDestinations } from '../routing/reached-destinations.ts'
import { knownHost } from '../routing/routing-table.ts'
import type { HttpRoute, VirtualService, WeightedDestination } from '../routing/virtual-service.ts'
import type { ClusterRouting, KnownMesh } from './known-mesh.ts'

interface Question {
  host: string
  service: MeshService
  workloads: readonly MeshWorkload[]
  routing: ClusterRouting
  /** In force for clients of the service's own namespace. */
  rules: DestinationRule[]
}

/**
 * What is not ready about the routes to a service, as clients of its own namespace are given them. All of it was measured
 * on Istio 1.31: istiod's webhook accepts each of these without a warning.
 */
export function routeFindings(mesh: KnownMesh, service: MeshService): Finding[] {
  const { cluster, namespace, name } = service
  const routing = mesh.routingOf(cluster)
  const host = `${name}.${namespace}.svc.cluster.local`
  const own = { ...routing.table, virtualServices: [...routing.virtualServicesFor(host)] }
  const [effective, ...shadowed] = sidecarVirtualServices(own, host, namespace)
  const rules = effectiveDestinationRules(routing.table.destinationRules, {
    host,
    hostNamespace: namespace,
    clientNamespace: namespace,
    clientLabels: {},
    rootNamespace: routing.table.rootNamespace,
  })
  const question: Question = { host, service, workloads: mesh.workloadsOf(service), routing, rules }
  return [
    ...subsetFindings(question),
    ...(effective === undefined ? [] : virtualServiceFindings(question, effective)),
    ...shadowed
      .filter((other) => other.hosts.includes(host) && effective?.hosts.includes(host))
      .map((other) =>
        about(question, other, 'second-virtual-service', 'warning', {
          name: `${effective?.namespace}/${effective?.name}`,
        }),
      ),
  ]
}

/** A route to a subset nobody defines is `NC`; one without ready pods is `UH`. Either way its whole share fails. */
function subsetFindings(question: Question): Finding[] {
  const { host, rules, routing, workloads, service } = question
  const routed = new Map<string, VirtualService>()
  for (const virtualService of routing.virtualServicesTo(host)) {
    for (const { destination } of allReached(virtualService)) {
      if (destination.host === host && destination.subset !== undefined && !routed.has(destination.subset)) {
        routed.set(destination.subset, virtualService)
      }
    }
  }
  const missing = [...routed]
    .filter(([subset]) => subsetLabels(rules, subset) === undefined)
    .map(([subset, virtualService]) => about(question, virtualService, 'subset-missing', 'error', { subset }))
  if (workloads.length === 0) {
    return missing
  }
  const empty = rules.flatMap((rule) =>
    rule.subsets
      .filter(({ labels }) => !workloads.some((one) => one.readyPods > 0 && hasLabels(one.podLabels, labels)))
      .map(({ name, labels }) => ({
        rule: 'subset-without-pods' as const,
        severity: routed.has(name) ? ('error' as const) : ('info' as const),
        ...objectOf(question, 'DestinationRule', rule),
        params: { subset: name, labels: textOf(labels), name: service.name, routed: routed.has(name) ? 'yes' : 'no' },
      })),
  )
  return [...missing, ...empty]
}

function virtualServiceFindings(question: Question, effective: VirtualService): Finding[] {
  const { routing, service, host } = question
  const routes = withDelegates(routing.table, effective)
  const findings: Finding[] = []
  const add = (...said: Parameters<typeof about> extends [unknown, ...infer Rest] ? Rest : never) =>
    findings.push(about(question, ...said))
  const isConditional = routes.length > 0 && !routes.some(({ route }) => isCatchAll(route))
  if (isConditional && service.ports.some(({ protocol }) => protocol !== 'tcp')) {
    add(effective, 'no-catch-all', 'warning', {})
  }
  for (const { route, virtualService } of routes) {
    if (route.match?.some(ignoresItsSource)) {
      add(virtualService, 'source-match-ignored', 'error', { route: route.name ?? 'none' })
    }
    const [lone, ...others] = route.route ?? []
    if (lone?.weight === 0 && others.length === 0) {
      add(virtualService, 'lone-zero-weight', 'warning', { name: lone.destination.subset ?? lone.destination.host })
    }
    const unknown = reachedDestinations(route.route).map(({ destination }) => destination.host)
    for (const missing of new Set(unknown.filter((name) => knownHost(routing.table, name) === undefined))) {
      add(virtualService, 'destination-missing', 'error', { host: missing })
    }
  }
  const outside = outsideSubsets(
    question,
    routes.map(({ route }) => route),
    host,
  )
  if (outside.length > 0) {
    add(effective, 'pods-outside-subsets', 'warning', { names: outside, count: outside.length })
  }
  return findings
}

/** Ready workloads of the service that no route leads to, because every route to it names a subset. */
function outsideSubsets({ workloads, rules }: Question, routes: HttpRoute[], host: string): string[] {
  const toHost = routes.flatMap(({ route = [] }) => route).filter(({ destination }) => destination.host === host)
  const wanted = toHost.map(({ destination: { subset } }) => subset && subsetLabels(rules, subset))
  if (toHost.length === 0 || wanted.some((labels) => !labels)) {
    return []
  }
  return workloads
    .filter(
      ({ readyPods, podLabels }) => readyPods > 0 && !wanted.some((labels) => labels && hasLabels(podLabels, labels)),
    )
    .map(({ name }) => name)
    .sort()
}

function allReached({ http, tcp }: VirtualService): WeightedDestination[] {
  return [...http, ...tcp].flatMap(({ route }) => reachedDestinations(route))
}

function about(
  question: Question,
  virtualService: Pick<VirtualService, 'namespace' | 'name'>,
  rule: Finding['rule'],
  severity: Severity,
  params: Finding['params'],
): Finding {
  return { rule, severity, ...objectOf(question, 'VirtualService', virtualService), params }
}

function objectOf(
  { routing }: Question,
  kind: string,
  { namespace, name }: { namespace: string; name: string },
): Pick<Finding, 'object'> {
  const found = routing.objectOf(kind, namespace, name)
  return found === undefined
    ? {}
    : { object: { cluster: found.cluster, apiVersion: found.apiVersion, kind, namespace, name } }
}

function textOf(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')
}
