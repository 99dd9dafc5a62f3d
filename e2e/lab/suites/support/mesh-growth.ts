import { askPrometheus, numberFrom } from './prometheus.ts'

type Labels = Record<string, string>

/** Istio's counters as Prometheus had last scraped them at a moment. */
export interface MeshCounts {
  atMs: number
  series: ReadonlyMap<string, { labels: Labels; value: number }>
}

const metrics = [
  'istio_requests_total',
  'istio_request_duration_milliseconds_sum',
  'istio_request_duration_milliseconds_count',
  'istio_tcp_connections_closed_total',
].join('|')

export async function meshCounts(): Promise<MeshCounts> {
  const atMs = Date.now()
  const samples = await askPrometheus(`{__name__=~"${metrics}"}`, atMs / 1000)
  return { atMs, series: new Map(samples.map((sample) => [keyOf(sample.labels), sample])) }
}

/** Proxies write their logs every quarter of a second. */
const logSeconds = 1

/** Whether Prometheus has from every proxy what it had counted by then. */
export async function isScrapedSince(atMs: number): Promise<boolean> {
  return (await numberFrom('min(timestamp(up{job="kubernetes-pods"}))')) >= atMs / 1000 + logSeconds
}

/** Which series of an edge: every label given must match. */
export interface EdgeFilter {
  reporter?: 'source' | 'destination'
  /** The caller's app. */
  from?: string
  /** The service as the reporter names it: a proxy that found no cluster knows the authority only. */
  to?: string
  /** The callee's. */
  workload?: string
  code?: string
  /** Exactly these flags, in any order; `-` for none. */
  flags?: string
}

/** What was counted between two readings. */
export interface MeshGrowth {
  seconds: number
  requests(filter: EdgeFilter): number
  connections(filter: EdgeFilter): number
  /** Mean duration of these requests in milliseconds; NaN without any. */
  meanMs(filter: EdgeFilter): number
  /** Requests by outcome, one line each. */
  lines(filter: EdgeFilter): string[]
}

export function growthBetween(before: MeshCounts, after: MeshCounts): MeshGrowth {
  const grown = [...after.series].flatMap(([key, { labels, value }]) => {
    const start = before.series.get(key)?.value ?? 0
    // A counter that fell started over.
    const growth = value < start ? value : value - start
    return growth > 0 ? [{ labels, growth }] : []
  })
  const sum = (name: string, filter: EdgeFilter) =>
    grown.reduce((total, { labels, growth }) => total + (isOf(labels, name, filter) ? growth : 0), 0)
  const duration = 'istio_request_duration_milliseconds'
  return {
    seconds: (after.atMs - before.atMs) / 1000,
    requests: (filter) => sum('istio_requests_total', filter),
    connections: (filter) => sum('istio_tcp_connections_closed_total', filter),
    meanMs: (filter) => sum(`${duration}_sum`, filter) / sum(`${duration}_count`, filter),
    lines: (filter) =>
      grown
        .filter(({ labels }) => isOf(labels, 'istio_requests_total', filter))
        .map(({ labels, growth }) => `${lineOf(labels)} ×${growth}`)
        .sort(),
  }
}

function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => one.localeCompare(other)))
}

function isOf(labels: Labels, name: string, { reporter, from, to, workload, code, flags }: EdgeFilter): boolean {
  const wanted: [string, string | undefined][] = [
    ['__name__', name],
    ['reporter', reporter],
    ['source_app', from],
    ['destination_service_name', to],
    ['destination_workload', workload],
    ['response_code', code],
  ]
  return (
    wanted.every(([label, value]) => value === undefined || labels[label] === value) &&
    (flags === undefined || flagSet(labels.response_flags ?? '') === flagSet(flags))
  )
}

/** Envoy writes both `URX,UF` and `UF,URX`. */
function flagSet(flags: string): string {
  return flags.split(',').sort().join()
}

function lineOf(labels: Labels): string {
  const { reporter, source_app, destination_service_name, destination_workload, response_code, response_flags } = labels
  const grpcStatus = labels.grpc_response_status ? ` grpc ${labels.grpc_response_status}` : ''
  return `${reporter}: ${source_app} → ${destination_service_name} (${destination_workload}) ${response_code} ${response_flags}${grpcStatus}`
}
