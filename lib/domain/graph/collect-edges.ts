import type { EdgeTraffic, LatencyRow, RequestRow, TcpRow, TrafficSource } from '../telemetry/traffic.ts'
import type { Catalog } from './catalog.ts'
import { lookupKey } from './lookup-key.ts'
import type { Pair } from './merge-reporters.ts'
import { edgeId } from './node-id.ts'
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
}

type Row = RequestRow | LatencyRow | TcpRow

/**
 * Sorts rows into edges: one per source, target and protocol, with at least one end inside the scope, each holding what
 * every proxy counted per calling workload. Rows of bad telemetry and rows that count nothing are left out. A latency
 * row that does not say its protocol counts where its two ends have one edge of http and grpc; with both it cannot be
 * told apart and is left out.
 */
export function collectEdges(collecting: Collecting): EdgeDraft[] {
  const { traffic } = collecting
  const edges = new Map<string, EdgeDraft>()
  const endsOf = endsResolver(collecting)
  for (const row of traffic.requests) {
    const tally = row.perSecond > 0 ? tallyFor(edges, row, row.protocol, endsOf(row)) : undefined
    if (tally !== undefined) {
      addRequests(tally, row)
    }
  }
  for (const row of traffic.tcp) {
    const isQuiet = row.connectionsPerSecond === 0 && row.sentBytesPerSecond === 0 && row.receivedBytesPerSecond === 0
    const tally = isQuiet ? undefined : tallyFor(edges, row, 'tcp', endsOf(row))
    if (tally !== undefined) {
      addTcp(tally, row)
    }
  }
  for (const row of traffic.latencies) {
    const tally = latencyTally(edges, row, endsOf(row))
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
  const { source, target, caller } = ends
  const id = edgeId(source.id, target.id, protocol)
  let edge = edges.get(id)
  if (edge === undefined) {
    edge = { id, source, target, protocol, sourceVersions: new Set(), targetVersions: new Set(), pairs: new Map() }
    edges.set(id, edge)
  }
  edge.sourceVersions.add(row.source.version)
  edge.targetVersions.add(row.destination.version)
  let pair = edge.pairs.get(caller)
  if (pair === undefined) {
    pair = {}
    edge.pairs.set(caller, pair)
  }
  pair[row.reporter] ??= emptyTally()
  return pair[row.reporter]
}

function latencyTally(edges: Map<string, EdgeDraft>, row: LatencyRow, ends: Ends | undefined): Tally | undefined {
  if (ends === undefined) {
    return undefined
  }
  const protocols = row.protocol === undefined ? (['http', 'grpc'] as const) : [row.protocol]
  const found = protocols
    .map((protocol) => edges.get(edgeId(ends.source.id, ends.target.id, protocol)))
    .filter((edge) => edge !== undefined)
  const [edge] = found
  return found.length === 1 ? edge?.pairs.get(ends.caller)?.[row.reporter] : undefined
}

/** Many rows share their two ends: each pair of ends is resolved once. */
function endsResolver(collecting: Collecting): (row: Row) => Ends | undefined {
  const known = new Map<string, Ends | undefined>()
  return (row) => {
    const { source: s, destination: d } = row
    const key = lookupKey(
      s.cluster,
      s.namespace,
      s.workload,
      s.app,
      s.version,
      d.cluster,
      d.namespace,
      d.workload,
      d.app,
      d.version,
      d.host,
      d.service,
      d.serviceNamespace,
    )
    if (!known.has(key)) {
      known.set(key, resolveEnds(row, collecting))
    }
    return known.get(key)
  }
}

function resolveEnds({ source: s, destination: d }: Row, collecting: Collecting): Ends | undefined {
  const { type, catalog, isInside, clusterOf } = collecting
  const sourceCluster = clusterOf(s.cluster, d.cluster)
  const source = resolveSource(s, sourceCluster, type, catalog)
  if (source === undefined) {
    return undefined
  }
  const caller = { namespace: s.namespace, isGateway: source.kind === 'gateway' }
  const target = resolveDestination(d, clusterOf(d.cluster, s.cluster), caller, type, catalog)
  if (target === undefined || !(isInside(source) || isInside(target))) {
    return undefined
  }
  return { source, target, caller: callerKey(s, sourceCluster) }
}

/** By workload alone where it is told: the two proxies need not agree on the rest. */
function callerKey(source: TrafficSource, cluster: string): string {
  return source.workload === undefined
    ? lookupKey(cluster, source.namespace, undefined, source.app)
    : lookupKey(cluster, source.namespace, source.workload)
}
