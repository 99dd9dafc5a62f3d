import type {
  EdgeTraffic,
  LatencyRow,
  RequestRow,
  TcpRow,
  TrafficDestination,
  TrafficSource,
} from '../telemetry/traffic.ts'
import type { Catalog } from './catalog.ts'
import { type DistinctEnds, distinctEnds, type EndPair } from './distinct-ends.ts'
import { lookupKey } from './lookup-key.ts'
import type { Pair } from './merge-reporters.ts'
import { edgeId } from './node-id.ts'
import { remembering } from './remembering.ts'
import { type NodeIdentity, resolveDestination, resolveSource } from './resolve-node.ts'
import type { GraphType } from './scope.ts'
import type { GraphEdge } from './snapshot.ts'
import { addLatency, addRequests, addTcp, emptyTally, type Tally } from './tally.ts'

export interface EdgeDraft {
  id: string
  source: NodeIdentity
  target: NodeIdentity
  protocol: GraphEdge['protocol']
  sourceVersions: Set<string | undefined>
  targetVersions: Set<string | undefined>
  /** By calling workload. */
  pairs: Map<string, Pair>
}

interface Collecting {
  traffic: EdgeTraffic
  type: GraphType
  catalog: Catalog
  isInside(node: NodeIdentity): boolean
  clusterOf(end: string | undefined, otherEnd: string | undefined): string
}

/** The two nodes a row lies between, and the workload that called. */
interface Ends {
  source: NodeIdentity
  target: NodeIdentity
  caller: string
  isCallerReporting: boolean
  versions: [string | undefined, string | undefined]
  /** Where rows between these ends are counted, once there is one. */
  pairs: Partial<Record<GraphEdge['protocol'], Pair>>
}

/**
 * Sorts rows into edges: one per source, target and protocol, with at least one end inside the scope, each holding what
 * every proxy counted per calling workload. Rows of bad telemetry and rows that count nothing are left out. A latency
 * row that does not say its protocol counts where its two ends have one edge of http and grpc; with both it cannot be
 * told apart and is left out.
 */
export function collectEdges(collecting: Collecting): EdgeDraft[] {
  const { traffic } = collecting
  const distinct = distinctEnds(traffic)
  const callerOf = callerKeys()
  const reporting = reportingCallers(distinct, collecting, callerOf)
  const resolve = endsResolver(collecting, callerOf)
  const ends = distinct.pairs.map((pair, index) => resolve(pair, reporting[index] === true))
  const edges = new Map<string, EdgeDraft>()
  for (const [place, row] of traffic.requests.entries()) {
    const between = ends[distinct.requests[place] ?? -1]
    const tally = row.perSecond > 0 ? tallyFor(edges, row, row.protocol, between) : undefined
    if (tally !== undefined) {
      addRequests(tally, row)
    }
  }
  for (const [place, row] of traffic.tcp.entries()) {
    const between = ends[distinct.tcp[place] ?? -1]
    const isQuiet = row.connectionsPerSecond === 0 && row.sentBytesPerSecond === 0 && row.receivedBytesPerSecond === 0
    const tally = isQuiet ? undefined : tallyFor(edges, row, 'tcp', between)
    if (tally !== undefined) {
      addTcp(tally, row)
    }
  }
  for (const [place, row] of traffic.latencies.entries()) {
    const tally = latencyTally(row, ends[distinct.latencies[place] ?? -1])
    if (tally !== undefined) {
      addLatency(tally, row)
    }
  }
  return [...edges.values()]
}

function tallyFor(
  edges: Map<string, EdgeDraft>,
  row: RequestRow | TcpRow,
  protocol: GraphEdge['protocol'],
  ends: Ends | undefined,
): Tally | undefined {
  if (ends === undefined) {
    return undefined
  }
  ends.pairs[protocol] ??= pairIn(edges, protocol, ends)
  const pair = ends.pairs[protocol]
  pair[row.reporter] ??= emptyTally()
  return pair[row.reporter]
}

function pairIn(edges: Map<string, EdgeDraft>, protocol: GraphEdge['protocol'], ends: Ends): Pair {
  const { source, target, caller, isCallerReporting, versions } = ends
  const id = edgeId(source.id, target.id, protocol)
  let edge = edges.get(id)
  if (edge === undefined) {
    edge = { id, source, target, protocol, sourceVersions: new Set(), targetVersions: new Set(), pairs: new Map() }
    edges.set(id, edge)
  }
  edge.sourceVersions.add(versions[0])
  edge.targetVersions.add(versions[1])
  const pair = edge.pairs.get(caller) ?? { isCallerReporting: false }
  pair.isCallerReporting ||= isCallerReporting
  edge.pairs.set(caller, pair)
  return pair
}

function latencyTally(row: LatencyRow, ends: Ends | undefined): Tally | undefined {
  if (ends === undefined) {
    return undefined
  }
  const { http, grpc } = ends.pairs
  if (row.protocol !== undefined) {
    return ends.pairs[row.protocol]?.[row.reporter]
  }
  return http !== undefined && grpc !== undefined ? undefined : (http ?? grpc)?.[row.reporter]
}

/**
 * For each pair, whether a proxy on the caller's side counts its requests: its own, on whatever pair, or a waypoint
 * those to this service.
 */
function reportingCallers(
  { pairs, requests }: DistinctEnds,
  { traffic, clusterOf }: Collecting,
  callerOf: CallerOf,
): boolean[] {
  const byProxy = new Set<string>()
  const byWaypoint = new Set<string>()
  const callers = pairs.map(({ source, destination }) =>
    callerOf(source, clusterOf(source.cluster, destination.cluster)),
  )
  const toService = (index: number) => {
    const { service, serviceNamespace } = pairs[index]?.destination ?? {}
    return lookupKey(callers[index], serviceNamespace, service)
  }
  for (const [place, { reporter, perSecond }] of traffic.requests.entries()) {
    const index = requests[place] ?? -1
    const caller = callers[index]
    if (caller !== undefined && perSecond > 0 && reporter === 'source') {
      byProxy.add(caller)
    } else if (caller !== undefined && perSecond > 0 && reporter === 'waypoint') {
      byWaypoint.add(toService(index))
    }
  }
  return pairs.map(({ source }, index) => {
    const isNamed = source.workload !== undefined || source.app !== undefined
    const isCounted = byProxy.has(callers[index] ?? '') || (byWaypoint.size > 0 && byWaypoint.has(toService(index)))
    return isNamed && isCounted
  })
}

function endsResolver({ type, catalog, isInside, clusterOf }: Collecting, callerOf: CallerOf) {
  const sources = remembering<TrafficSource, NodeIdentity | undefined>()
  const targets = remembering<TrafficDestination, NodeIdentity | undefined>()

  return ({ source: s, destination: d }: EndPair, isCallerReporting: boolean): Ends | undefined => {
    const sourceCluster = clusterOf(s.cluster, d.cluster)
    const source = sources(s, sourceCluster, () => resolveSource(s, sourceCluster, type, catalog))
    if (source === undefined) {
      return undefined
    }
    const caller = { namespace: s.namespace, isGateway: source.kind === 'gateway' }
    const cluster = clusterOf(d.cluster, s.cluster)
    // The same authority may mean something else from another namespace, or from a gateway.
    const asked = lookupKey(cluster, caller.namespace, caller.isGateway ? 'gateway' : undefined)
    const target = targets(d, asked, () => resolveDestination(d, cluster, caller, type, catalog))
    if (target === undefined || !(isInside(source) || isInside(target))) {
      return undefined
    }
    return {
      source,
      target,
      caller: callerOf(s, sourceCluster),
      isCallerReporting,
      versions: [s.version, d.version],
      pairs: {},
    }
  }
}

type CallerOf = (source: TrafficSource, cluster: string) => string

function callerKeys(): CallerOf {
  const keys = remembering<TrafficSource, string>()
  return (source, cluster) => keys(source, cluster, () => callerKey(source, cluster))
}

/** By workload alone where it is told: the two proxies need not agree on the rest. */
function callerKey(source: TrafficSource, cluster: string): string {
  return source.workload === undefined
    ? lookupKey(cluster, source.namespace, undefined, source.app)
    : lookupKey(cluster, source.namespace, source.workload)
}
