import type { IncidentWindow, TrafficSeries } from './incident-window.ts'
import type { Series } from './robust-change.ts'

type Reporter = TrafficSeries['reporter']

/** What one proxy counted on one call, or on all calls of one service. */
export interface Sight {
  requests?: Series
  errors?: Series
  meanMs?: Series
  p50Ms?: Series
  p90Ms?: Series
  p99Ms?: Series
  sentBytes?: Series
  receivedBytes?: Series
  connectionsOpened?: Series
  /** Requests per second by Envoy flag, and `403`. */
  flags: Map<string, Series>
}

export interface CallRow {
  source: string
  destination: string
  seen: Record<Reporter, Sight>
  /** The same by the callee's version, where it was told apart. */
  versions: Record<Reporter, Map<string, Sight>>
}

/** The series of a window by what they are about. */
export interface TrafficTable {
  calls: CallRow[]
  /** By callee, counted without telling callers apart. */
  anyCaller: Map<string, CallRow>
}

const fieldOf: Record<string, Exclude<keyof Sight, 'flags'>> = {
  requests: 'requests',
  error_rate: 'errors',
  latency_mean_ms: 'meanMs',
  latency_p50_ms: 'p50Ms',
  latency_p90_ms: 'p90Ms',
  latency_p99_ms: 'p99Ms',
  tcp_sent_bytes: 'sentBytes',
  tcp_recv_bytes: 'receivedBytes',
  tcp_connections_opened: 'connectionsOpened',
}

/** Series sorted by call, reporter and version; one without a value is none. A call without series keeps its row. */
export function trafficTable(window: IncidentWindow): TrafficTable {
  const rows = new Map<string, CallRow>()
  const anyCaller = new Map<string, CallRow>()
  const rowOf = (source: string, destination: string): CallRow => {
    const place = source === '*' ? anyCaller : rows
    const key = source === '*' ? destination : JSON.stringify([source, destination])
    let row = place.get(key)
    if (row === undefined) {
      row = {
        source,
        destination,
        seen: { source: { flags: new Map() }, destination: { flags: new Map() } },
        versions: { source: new Map(), destination: new Map() },
      }
      place.set(key, row)
    }
    return row
  }
  for (const { source, destination } of window.calls) {
    rowOf(source, destination)
  }
  for (const series of window.series.filter(({ values }) => values.some((value) => value !== null))) {
    const row = rowOf(series.source, series.destination)
    addSeries(sightOf(row, series), series)
  }
  for (const { service, metric, version, values } of window.serviceSeries) {
    const whole = anyCaller.get(service)
    if (metric === 'requests' && version === undefined && whole !== undefined) {
      whole.seen.destination.requests ??= values
    }
  }
  return { calls: [...rows.values()], anyCaller }
}

function sightOf(row: CallRow, series: TrafficSeries): Sight {
  if (series.version === undefined) {
    return row.seen[series.reporter]
  }
  const versions = row.versions[series.reporter]
  const sight = versions.get(series.version) ?? { flags: new Map() }
  versions.set(series.version, sight)
  return sight
}

function addSeries(sight: Sight, { metric, values }: TrafficSeries): void {
  const field = fieldOf[metric]
  if (field !== undefined) {
    sight[field] = values
  } else if (metric.startsWith('flag_')) {
    sight.flags.set(metric.slice('flag_'.length), values)
  } else if (metric.startsWith('code_')) {
    sight.flags.set(metric.slice('code_'.length), values)
  }
}
