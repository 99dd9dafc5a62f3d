import { buildGraph } from '../graph/build-graph.ts'
import type { GraphSnapshot } from '../graph/snapshot.ts'
import { degradedFrom, shareOf } from '../health/problem-cause.ts'
import type { MeshProblem } from '../health/rank-problems.ts'
import { wrongSince } from '../health/wrong-since.ts'
import type { Inventory } from '../mesh/inventory.ts'
import type { Arrivals, EdgeTraffic, Points } from '../telemetry/traffic.ts'
import { defaultThresholds, type Thresholds } from '../thresholds/thresholds.ts'
import type { OverviewHistory } from './overview.ts'

/** Where the requests to the services of problems went: `namespace` and `name` of Services, sorted. */
export function servicesBehind(
  problems: readonly MeshProblem[],
  graph: Pick<GraphSnapshot, 'nodes'>,
  traffic: Pick<EdgeTraffic, 'requests' | 'tcp'>,
): { namespace: string; name: string }[] {
  const wanted = new Set(problems.map(({ id, targetId }) => targetId ?? id))
  const targets = graph.nodes.filter(({ id }) => wanted.has(id))
  const found = new Map(
    targets
      .filter(({ kind }) => kind === 'service')
      .map(({ namespace, name }) => [`${namespace}/${name}`, { namespace, name }]),
  )
  const apps = new Set(targets.flatMap(({ namespace, app }) => (app === undefined ? [] : [`${namespace}/${app}`])))
  for (const { destination } of [...traffic.requests, ...traffic.tcp]) {
    const { namespace = '', app = '', service: name, serviceNamespace = namespace } = destination
    if (name !== undefined && apps.has(`${namespace}/${app}`)) {
      found.set(`${serviceNamespace}/${name}`, { namespace: serviceNamespace, name })
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place)
}

/**
 * The share of what each problem's cause counts at every point, by the graph of that moment, and since when it has been
 * at or above what makes its target degraded. `thresholds` are those of targets, by node id; absent: the defaults.
 */
export function problemHistory(
  problems: readonly MeshProblem[],
  arrivals: Arrivals,
  inventory: Inventory,
  thresholds: ReadonlyMap<string, Thresholds>,
): OverviewHistory {
  const { timestamps, stepSeconds } = arrivals
  const known = namedIn(arrivals, inventory)
  const shares = timestamps.map((at, index) => {
    const traffic = trafficAt(arrivals, index)
    return sharesOf(
      problems,
      buildGraph({ inventory: known, traffic, type: 'versioned-app', at, windowSeconds: stepSeconds }),
    )
  })
  return {
    timestamps,
    stepSeconds,
    problems: problems.map(({ id, targetId, cause }) => {
      const points: Points = shares.map((moment) => moment.get(id) ?? null)
      const limits = thresholds.get(targetId ?? id) ?? defaultThresholds
      const span = wrongSince(points, degradedFrom(cause, limits))
      const isOlder = span?.isOpen === true && span.first <= 1
      const first = span === undefined || isOlder ? undefined : timestamps[span.first]
      return { id, points, ...(first !== undefined && { since: first - stepSeconds }), isOlder }
    }),
  }
}

function sharesOf(problems: readonly MeshProblem[], { nodes, edges }: GraphSnapshot): Map<string, number> {
  const items = new Map([...nodes, ...edges].map((item) => [item.id, item]))
  const found = new Map<string, number>()
  for (const { id, kind, cause } of problems) {
    const item = items.get(id)
    const carried = edges.filter((edge) => (kind === 'edge' ? edge.id : edge.target) === id)
    const share = item === undefined ? undefined : shareOf(cause, item, carried)
    if (share !== undefined) {
      found.set(id, share)
    }
  }
  return found
}

function trafficAt({ requests, connections }: Arrivals, index: number): EdgeTraffic {
  const moving = <Row extends { points: Points }>(rows: readonly Row[]) =>
    rows.flatMap(({ points, ...row }) => {
      const perSecond = points[index] ?? 0
      return perSecond > 0 ? [{ ...row, perSecond }] : []
    })
  const security = 'unknown' as const
  return {
    requests: moving(requests).map((row) => ({ ...row, security })),
    latencies: [],
    tcp: moving(connections).map(({ perSecond, ...row }) => ({
      ...row,
      security,
      connectionsPerSecond: perSecond,
      sentBytesPerSecond: 0,
      receivedBytesPerSecond: 0,
    })),
    unusableSamples: 0,
  }
}

/** The part of an inventory that rows name: a graph of few services needs no more to come out the same. */
function namedIn({ requests, connections }: Arrivals, inventory: Inventory): Inventory {
  const keyOf = (namespace: string | undefined, name: string | undefined) => `${namespace}/${name}`
  const workloads = new Set<string>()
  const services = new Set<string>()
  for (const { source, destination } of [...requests, ...connections]) {
    workloads.add(keyOf(source.namespace, source.workload))
    workloads.add(keyOf(destination.namespace, destination.workload))
    services.add(keyOf(destination.serviceNamespace, destination.service))
  }
  return {
    ...inventory,
    services: inventory.services.filter(({ namespace, name }) => services.has(keyOf(namespace, name))),
    workloads: inventory.workloads.filter(({ namespace, name }) => workloads.has(keyOf(namespace, name))),
    pods: [],
    objects: inventory.objects.filter(({ kind }) => kind === 'ServiceEntry'),
  }
}
