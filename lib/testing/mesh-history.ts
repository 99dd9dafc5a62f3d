/** One Istio series of a hand-built history; `total` is the counter at a second of the history, undefined where absent. */
export interface HistorySeries {
  metric: string
  labels: Record<string, string>
  total(second: number): number | undefined
}

/** OpenMetrics text of series sampled every `stepSeconds` from `from` to `to`, both included. */
export function* meshHistory(
  series: HistorySeries[],
  { from, to, stepSeconds }: { from: number; to: number; stepSeconds: number },
): Generator<string> {
  for (const { metric, labels, total } of series) {
    const pairs = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`)
    let lines = ''
    for (let at = from; at <= to; at += stepSeconds) {
      const value = total(at - from)
      lines += value === undefined ? '' : `${metric}{${pairs.join(',')}} ${written(value)} ${at}\n`
    }
    yield lines
  }
  yield '# EOF\n'
}

export interface EdgeEnd {
  namespace: string
  workload: string
  version: string
}

/** Istio's labels for one edge as one reporter writes them. */
export function edgeLabels(
  reporter: string,
  source: EdgeEnd,
  destination: EdgeEnd & { service: string },
): Record<string, string> {
  return {
    reporter,
    source_cluster: 'main',
    source_workload_namespace: source.namespace,
    source_workload: source.workload,
    source_canonical_service: source.workload,
    source_canonical_revision: source.version,
    destination_cluster: 'main',
    destination_service: `${destination.service}.${destination.namespace}.svc.cluster.local`,
    destination_service_name: destination.service,
    destination_service_namespace: destination.namespace,
    destination_workload_namespace: destination.namespace,
    destination_workload: destination.workload,
    destination_canonical_service: destination.service,
    destination_canonical_revision: destination.version,
    connection_security_policy: reporter === 'source' ? 'unknown' : 'mutual_tls',
  }
}

/** A duration histogram whose requests all last `lastsMs`. */
export function histogram(
  labels: Record<string, string>,
  requestsPerSecond: number,
  lastsMs: number,
  boundsMs: number[],
): HistorySeries[] {
  const name = 'istio_request_duration_milliseconds'
  const bucket = (le: string, bound: number): HistorySeries => ({
    metric: `${name}_bucket`,
    labels: { ...labels, le },
    total: (second) => (lastsMs <= bound ? requestsPerSecond * second : 0),
  })
  return [
    ...boundsMs.map((bound) => bucket(String(bound), bound)),
    bucket('+Inf', Number.POSITIVE_INFINITY),
    { metric: `${name}_sum`, labels, total: (second) => requestsPerSecond * second * lastsMs },
    { metric: `${name}_count`, labels, total: (second) => requestsPerSecond * second },
  ]
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function written(value: number): string {
  return value === Number.POSITIVE_INFINITY ? '+Inf' : String(value)
}
