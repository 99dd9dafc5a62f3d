import { readSamples, type Sample } from './read-samples.ts'

/** One thing that a proxy and its access log both count. */
export interface Subject {
  what: 'requests' | 'answers' | 'attempts'
  direction: 'inbound' | 'outbound'
  /** The listener's port, for attempts the cluster. */
  of: string
}

export function subjectKey({ what, direction, of }: Subject): string {
  return `${what} ${direction} ${of}`
}

export interface Counted {
  subject: Subject
  count: number
}

export type Counts = ReadonlyMap<string, Counted>

/** What Envoy counted at a moment. */
export interface EnvoyCounts {
  counts: Counts
  /** Requests that were on their way, by direction: counted, and not in the log yet. */
  active: Readonly<Record<Subject['direction'], number>>
  uptimeSeconds: number
  /** Clusters and listeners removed so far, whose counters went with them. */
  removals: number
}

/** What the log's lines amount to at a moment. */
export interface LoggedCounts {
  counts: Counts
  /** When counting began: another moment means other counters. */
  sinceSeconds: number
}

/** Envoy gives up some attempts before it counts them in `rq_total`: each of these is one. */
const attemptCounters =
  /^envoy_cluster_upstream_(rq_total|rq_pending_failure_eject|rq_pending_overflow|rq_active_overflow|rq_cancelled|cx_none_healthy)$/
/** Only a cluster that requests were sent to has these. */
const requestsSent = /^envoy_cluster_upstream_(cx_http[123]_total|rq_completed)$/
const requestCounters = /^envoy_http_downstream_rq_(total|completed|active)$/

/** A query to Envoy's own statistics for what `readEnvoyCounts` reads, so that it need not write out the rest. */
export const envoyStatsFilter =
  '(downstream_rq_(total|completed|active)|upstream_(rq_(total|completed|pending_failure_eject|pending_overflow|active_overflow|cancelled)|cx_(none_healthy|http[123]_total))|server.uptime|(cluster|listener)_removed)$'

/**
 * Envoy's counters by listener and cluster. `rq_total` counts requests as they begin, `rq_completed` as their response
 * does: one whose caller gave up before is in the first only. Clusters of plain connections are left out: those are in
 * the log when they close.
 */
export function readEnvoyCounts(exposition: string): EnvoyCounts {
  const names = /^envoy_(http_downstream_rq_|cluster_upstream_|server_uptime$|(cluster|listener)_manager_)/
  const samples = readSamples(exposition, names)
  const counts = new Map<string, Counted>()
  const active = { inbound: 0, outbound: 0 }
  const httpClusters = new Set(samples.filter(({ name, value }) => requestsSent.test(name) && value > 0).map(clusterOf))
  for (const sample of samples) {
    const [, kind] = requestCounters.exec(sample.name) ?? []
    const listener = listenerOf(sample)
    if (listener !== undefined && kind === 'active') {
      active[listener.direction] += sample.value
    } else if (listener !== undefined && kind !== undefined) {
      add(counts, { ...listener, what: kind === 'total' ? 'requests' : 'answers' }, sample.value)
    } else if (attemptCounters.test(sample.name)) {
      const cluster = clusterOf(sample)
      const direction = directionOfCluster(cluster)
      if (httpClusters.has(cluster) && direction !== undefined) {
        add(counts, { what: 'attempts', direction, of: cluster }, sample.value)
      }
    }
  }
  const uptimeSeconds = samples.find(({ name }) => name === 'envoy_server_uptime')?.value ?? 0
  const removals = samples
    .filter(({ name }) => /_manager_(cluster|listener)_removed$/.test(name))
    .reduce((sum, { value }) => sum + value, 0)
  return { counts, active, uptimeSeconds, removals }
}

export function readLoggedCounts(exposition: string): LoggedCounts {
  const samples = readSamples(exposition, /^lab_/)
  const counts = new Map<string, Counted>()
  for (const { name, labels, value } of samples) {
    const { direction, port = '', answered, protocol } = labels
    if (name === 'lab_requests_logged_total' && (direction === 'inbound' || direction === 'outbound')) {
      add(counts, { what: 'requests', direction, of: port }, value)
      add(counts, { what: 'answers', direction, of: port }, answered === 'true' ? value : 0)
    }
    const cluster = clusterOf({ labels })
    const clusterDirection = directionOfCluster(cluster)
    if (name === 'lab_upstream_attempts_total' && protocol === 'http' && clusterDirection !== undefined) {
      add(counts, { what: 'attempts', direction: clusterDirection, of: cluster }, value)
    }
  }
  const sinceSeconds = samples.find(({ name }) => name === 'lab_counting_since_timestamp_seconds')?.value ?? 0
  return { counts, sinceSeconds }
}

function add(counts: Map<string, Counted>, subject: Subject, count: number): void {
  const key = subjectKey(subject)
  counts.set(key, { subject, count: (counts.get(key)?.count ?? 0) + count })
}

/** Listeners are named by direction, address and port, as `inbound_0.0.0.0_8080`. */
function listenerOf({ labels }: Pick<Sample, 'labels'>): { direction: Subject['direction']; of: string } | undefined {
  const [, direction, of] = /^(inbound|outbound)_.*_(\d+)/.exec(labels.http_conn_manager_prefix ?? '') ?? []
  return of !== undefined && (direction === 'inbound' || direction === 'outbound') ? { direction, of } : undefined
}

/** Some versions of istiod end the names with a semicolon. */
function clusterOf({ labels }: Pick<Sample, 'labels'>): string {
  return (labels.cluster_name ?? '').replace(/;$/, '')
}

/** Clusters are named `inbound|8080||` and `outbound|8080|subset|host`. */
function directionOfCluster(cluster: string): Subject['direction'] | undefined {
  const [direction] = cluster.split('|')
  return direction === 'inbound' || direction === 'outbound' ? direction : undefined
}
