import { askPrometheus } from './prometheus.ts'

type Labels = Record<string, string>

/** Istio's counters as Prometheus last scraped them. */
export type MeshCounts = ReadonlyMap<string, { labels: Labels; value: number }>

const counters = [
  'istio_requests_total',
  'istio_request_duration_milliseconds_sum',
  'istio_request_duration_milliseconds_count',
  'istio_tcp_.+_total',
].join('|')

export async function meshCounts(): Promise<MeshCounts> {
  const samples = await askPrometheus(`{__name__=~"${counters}"}`)
  return new Map(
    samples.map((sample) => [
      JSON.stringify(Object.entries(sample.labels).sort(([a], [b]) => (a < b ? -1 : 1))),
      sample,
    ]),
  )
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
  grpcStatus?: string
  /** Every one of these flags; `-` for none. */
  flags?: string
}

export interface MeshGrowth {
  requests(filter: EdgeFilter): number
  /** Mean duration of these requests in milliseconds; NaN without any. */
  meanMs(filter: EdgeFilter): number
  tcp(
    counter: 'connections_opened' | 'connections_closed' | 'sent_bytes' | 'received_bytes',
    filter: EdgeFilter,
  ): number
  /** What grew, for people. */
  lines(filter: EdgeFilter): string[]
}

/** What was counted between two readings. A counter that fell started over. */
export function growthBetween(before: MeshCounts, after: MeshCounts): MeshGrowth {
  const grown = [...after].flatMap(([key, { labels, value }]) => {
    const start = before.get(key)?.value ?? 0
    const growth = value < start ? value : value - start
    return growth > 0 ? [{ labels, growth }] : []
  })
  const sum = (name: string, filter: EdgeFilter) =>
    grown.reduce((total, { labels, growth }) => total + (isOf(labels, name, filter) ? growth : 0), 0)
  const duration = 'istio_request_duration_milliseconds'
  return {
    requests: (filter) => sum('istio_requests_total', filter),
    meanMs: (filter) => sum(`${duration}_sum`, filter) / sum(`${duration}_count`, filter),
    tcp: (counter, filter) => sum(`istio_tcp_${counter}_total`, filter),
    lines: (filter) =>
      grown
        .filter(({ labels }) => isOf(labels, 'istio_requests_total', filter))
        .map(({ labels, growth }) => `${lineOf(labels)}: ${growth}`)
        .sort(),
  }
}

function isOf(labels: Labels, name: string, filter: EdgeFilter): boolean {
  const { reporter, from, to, workload, code, grpcStatus, flags } = filter
  const wanted: [string, string | undefined][] = [
    ['__name__', name],
    ['reporter', reporter],
    ['source_app', from],
    ['destination_service_name', to],
    ['destination_workload', workload],
    ['response_code', code],
    ['grpc_response_status', grpcStatus],
  ]
  return (
    wanted.every(([label, value]) => value === undefined || labels[label] === value) &&
    (flags === undefined || hasFlags(labels.response_flags ?? '', flags))
  )
}

/** Flags are a set: Envoy writes `URX,UF` and `UF,URX`. */
function hasFlags(found: string, wanted: string): boolean {
  return wanted.split(',').sort().join() === found.split(',').sort().join()
}

function lineOf(labels: Labels): string {
  const { reporter, source_app, destination_service_name, destination_workload, response_code } = labels
  const { response_flags, grpc_response_status } = labels
  return `${reporter} ${source_app} → ${destination_service_name} ${destination_workload}: ${response_code} ${response_flags} ${grpc_response_status}`
}
