import type { Catalog } from '../graph/catalog.ts'
import { distinctEnds, type EndPair } from '../graph/distinct-ends.ts'
import type { ClusterFolding } from '../graph/fold-cluster-ids.ts'
import { mirrorSight } from '../graph/mirror-sight.ts'
import { type NodeIdentity, resolveDestination, resolveSource, serviceNode } from '../graph/resolve-node.ts'
import type { CallHistory, EdgeTraffic, Reporter } from '../telemetry/traffic.ts'
import { addPart, addRequestLine, type CallCounts, noCounts, type Place } from './call-counts.ts'
import type { ServiceCall } from './incident-window.ts'

/** What a window calls a service, and how telemetry spells it. */
export interface WindowService extends Pick<NodeIdentity, 'id' | 'kind' | 'cluster' | 'namespace' | 'name'> {
  /** Its workloads by namespace, as callers. */
  callers: Map<string | undefined, Set<string>>
  /** `destination_service`, as its callers' proxies write it. */
  hosts: Set<string>
}

/** What both proxies counted on one call, whole and by the callee's version. */
export interface Call {
  source: WindowService
  destination: WindowService
  protocol: ServiceCall['protocol']
  counts: Record<'source' | 'destination', CallCounts>
  versions: Record<'source' | 'destination', Map<string, CallCounts>>
}

/** Histories as rows of traffic: enough to tell ends, clusters and services by. Times come first, then TCP. */
export function asTraffic(histories: readonly CallHistory[]): EdgeTraffic {
  const none = { security: 'unknown', flags: [] } as const
  return {
    requests: histories.flatMap(({ requests }) =>
      requests.map(({ points: _, ...row }) => ({ ...row, security: 'unknown' as const, perSecond: 1 })),
    ),
    latencies: histories.flatMap(({ times }) =>
      times.map(({ reporter, source, destination }) => ({ reporter, source, destination, requestsPerSecond: 1 })),
    ),
    tcp: histories.flatMap(({ tcp }) =>
      tcp.map(({ reporter, source, destination }) => ({
        reporter,
        source,
        destination,
        ...none,
        flags: [],
        sentBytesPerSecond: 0,
        receivedBytesPerSecond: 0,
        connectionsPerSecond: 1,
      })),
    ),
    unusableSamples: 0,
  }
}

interface Counting {
  catalog: Catalog
  folding: ClusterFolding
  isInside(node: NodeIdentity): boolean
}

export interface CountedCalls {
  calls: Call[]
  services: ReadonlyMap<string, WindowService>
}

/**
 * Sorts the lines of several stretches into calls between services, with an end inside the scope. `traffic` are the same lines by `asTraffic`. Mirrored copies,
 * which the caller's proxy does not count, are left out.
 */
export function countCalls(histories: readonly CallHistory[], traffic: EdgeTraffic, counting: Counting): CountedCalls {
  const ends = distinctEnds(traffic)
  const services = new Map<string, WindowService>()
  const resolved = ends.pairs.map((pair) => resolvePair(pair, counting, services))
  const calls = new Map<string, Call>()
  const skip = unfeltCopies(traffic, ends.requests, resolved, counting)
  const length = histories.reduce((sum, { bucketTimes }) => sum + bucketTimes.length, 0)
  const rows = { requests: 0, times: 0, tcp: 0 }
  let offset = 0
  for (const { bucketTimes, requests, times, tcp } of histories) {
    const place: Place = { offset, length }
    offset += bucketTimes.length
    const countsOf = (pair: number | undefined, reporter: Reporter, protocol?: ServiceCall['protocol']) => {
      const between = pair === undefined || skip.has(`${reporter} ${pair}`) ? undefined : resolved[pair]
      return between === undefined ? [] : countsFor(calls, between, reporter, protocol)
    }
    for (const line of requests) {
      for (const counts of countsOf(ends.requests[rows.requests], line.reporter, line.protocol)) {
        addRequestLine(counts, line, place)
      }
      rows.requests += 1
    }
    for (const line of times) {
      for (const counts of countsOf(ends.latencies[rows.times], line.reporter)) {
        addPart(counts, 'timed', line.requests, place)
        addPart(counts, 'milliseconds', line.milliseconds, place)
      }
      rows.times += 1
    }
    for (const line of tcp) {
      for (const counts of countsOf(ends.tcp[rows.tcp], line.reporter, 'tcp')) {
        addPart(counts, 'sentBytes', line.sentBytes, place)
        addPart(counts, 'receivedBytes', line.receivedBytes, place)
        addPart(counts, 'connections', line.connections, place)
      }
      rows.tcp += 1
    }
  }
  return { calls: [...calls.values()], services }
}

interface Between {
  source: WindowService
  destination: WindowService
  version: string | undefined
}

function resolvePair(
  { source: s, destination: d }: EndPair,
  { catalog, folding: { clusterOf }, isInside }: Counting,
  services: Map<string, WindowService>,
): Between | undefined {
  const sourceCluster = clusterOf(s.cluster, d.cluster)
  const source = resolveSource(s, sourceCluster, 'service', catalog)
  if (source === undefined) {
    return undefined
  }
  const caller = { namespace: s.namespace, isGateway: source.kind === 'gateway' }
  const destination = resolveDestination(d, clusterOf(d.cluster, s.cluster), caller, 'service', catalog)
  if (destination === undefined || !(isInside(source) || isInside(destination))) {
    return undefined
  }
  const [from, to] = [known(services, source), known(services, destination)]
  if (s.workload !== undefined) {
    const workloads = from.callers.get(s.namespace) ?? new Set<string>()
    from.callers.set(s.namespace, workloads.add(s.workload))
  }
  if (d.host !== undefined) {
    to.hosts.add(d.host)
  }
  return { source: from, destination: to, version: d.version }
}

function known(services: Map<string, WindowService>, { id, kind, cluster, namespace, name }: NodeIdentity) {
  const service = services.get(id) ?? { id, kind, cluster, namespace, name, callers: new Map(), hosts: new Set() }
  services.set(id, service)
  return service
}

/** Rows to leave out, as `reporter pair`: mirrored copies, and what a waypoint counted where the callee's proxy counts too. */
function unfeltCopies(
  traffic: EdgeTraffic,
  pairOf: readonly number[],
  resolved: readonly (Between | undefined)[],
  { catalog, folding }: Counting,
): Set<string> {
  const keyOf = ({ source, destination }: Between) => `${source.id}>${destination.id}`
  const felt = new Map<string, Set<string | undefined>>()
  const counting = new Set<string>()
  const seen = traffic.requests.flatMap(({ reporter }, row) => {
    const pair = pairOf[row] ?? -1
    const between = resolved[pair]
    return between === undefined ? [] : [{ reporter, pair, between }]
  })
  for (const { reporter, between } of seen) {
    counting.add(`${reporter} ${reporter === 'source' ? between.source.id : keyOf(between)}`)
    if (reporter === 'source') {
      felt.set(keyOf(between), (felt.get(keyOf(between)) ?? new Set()).add(between.version))
    }
  }
  const isMirror = mirrorSight(folding.inventory, catalog)
  const skip = new Set<string>()
  for (const { reporter, pair, between } of seen) {
    const isFelt = felt.get(keyOf(between))?.has(between.version) === true
    const isCopy =
      reporter === 'destination' &&
      !isFelt &&
      counting.has(`source ${between.source.id}`) &&
      isMirror({
        source: nodeOf(between.source, catalog),
        target: nodeOf(between.destination, catalog),
      })
    if (isCopy || (reporter === 'waypoint' && counting.has(`destination ${keyOf(between)}`))) {
      skip.add(`${reporter} ${pair}`)
    }
  }
  return skip
}

function nodeOf({ id, kind, cluster, namespace, name }: WindowService, catalog: Catalog): NodeIdentity {
  return id.startsWith('service:')
    ? serviceNode(cluster, namespace, name, catalog)
    : { id, kind, cluster, namespace, name }
}

/** Where a line counts: the call as a whole, and its version. */
function countsFor(
  calls: Map<string, Call>,
  { source, destination, version }: Between,
  reporter: Reporter,
  protocol: ServiceCall['protocol'],
): CallCounts[] {
  const key = `${source.id}>${destination.id}`
  const call = calls.get(key) ?? {
    source,
    destination,
    protocol: undefined,
    counts: { source: noCounts(), destination: noCounts() },
    versions: { source: new Map(), destination: new Map() },
  }
  calls.set(key, call)
  call.protocol ??= protocol
  const side = reporter === 'source' ? 'source' : 'destination'
  if (version === undefined) {
    return [call.counts[side]]
  }
  const own = call.versions[side].get(version) ?? noCounts()
  call.versions[side].set(version, own)
  return [call.counts[side], own]
}
