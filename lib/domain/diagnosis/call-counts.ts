import { outcomeOf } from '../telemetry/outcome.ts'
import type { CallHistory, Points } from '../telemetry/traffic.ts'
import type { TrafficSeries } from './incident-window.ts'

type RequestLine = CallHistory['requests'][number]

/** What one proxy counted on one call, bucket by bucket; a part that nothing was added to is absent. */
export interface CallCounts {
  requests?: Points
  failed?: Points
  /** Failed because the caller no longer waited. */
  abandoned?: Points
  injected?: Points
  timed?: Points
  milliseconds?: Points
  sentBytes?: Points
  receivedBytes?: Points
  connections?: Points
  /** By Envoy flag and by refusal code, named as the series are. */
  marked: Map<string, Points>
}

/** Counts of nothing. */
export function noCounts(): CallCounts {
  return { marked: new Map() }
}

type Part = Exclude<keyof CallCounts, 'marked'>

/** Adds one line of a stretch that begins at bucket `offset` of `length`. */
export function addPart(counts: CallCounts, part: Part, points: Points, { offset, length }: Place): void {
  counts[part] = plus(counts[part], points, offset, length)
}

export interface Place {
  offset: number
  length: number
}

/** Adds requests of one outcome: by `outcomeOf`, by each of its flags, by refusal. */
export function addRequestLine(counts: CallCounts, line: RequestLine, place: Place): void {
  addPart(counts, 'requests', line.points, place)
  const outcome = outcomeOf(line)
  if (outcome === 'injected') {
    addPart(counts, 'injected', line.points, place)
  } else if (outcome === 'server-failure') {
    addPart(counts, line.flags.some((flag) => gaveUpFlags.has(flag)) ? 'abandoned' : 'failed', line.points, place)
  }
  const refusal = refusalCode(line)
  for (const name of [...line.flags.map((flag) => `flag_${flag}`), ...(refusal === undefined ? [] : [refusal])]) {
    counts.marked.set(name, plus(counts.marked.get(name), line.points, place.offset, place.length))
  }
}

/** A callee writes these when its caller no longer waits. */
const gaveUpFlags: ReadonlySet<string> = new Set(['DC', 'DR'])

const refusalCodes: ReadonlySet<string> = new Set(['401', '403', '429'])
const grpcRefusals: Record<string, string> = { '7': '403', '16': '401' }

/** A refusal under its HTTP code, whatever was spoken. */
function refusalCode({ code, grpcStatus }: RequestLine): string | undefined {
  const refused = grpcStatus === undefined || grpcStatus === '' ? code : grpcRefusals[grpcStatus]
  return refused !== undefined && refusalCodes.has(refused) ? `code_${refused}` : undefined
}

function plus(sum: Points | undefined, points: Points, offset: number, length: number): Points {
  const own: Points = sum ?? new Array<number | null>(length).fill(null)
  for (const [index, value] of points.entries()) {
    if (value !== null) {
      own[offset + index] = (own[offset + index] ?? 0) + value
    }
  }
  return own
}

/**
 * The series the localizer reads, from what one proxy counted. Shares leave injected requests out on both sides, as the
 * graph does; where requests were counted and no failure or flag, there was none. `timedOut` tells the buckets in which the caller's proxy
 * gave up on requests: what the callee's saw abandoned then is that timeout and no failure of its own.
 */
export function seriesOf(
  counts: CallCounts,
  timedOut: (bucket: number) => boolean,
): [metric: string, values: Points][] {
  const { requests, failed, abandoned, injected, timed, milliseconds } = counts
  const series: [string, Points][] = []
  if (requests !== undefined) {
    const share = (rate: number | null, bucket: number) => {
      const judged = rate === null ? 0 : rate - (injected?.[bucket] ?? 0)
      const failures = (failed?.[bucket] ?? 0) + (timedOut(bucket) ? 0 : (abandoned?.[bucket] ?? 0))
      return judged > (rate ?? 0) * 1e-9 ? Math.min(1, failures / judged) : null
    }
    series.push(['requests', requests], ['error_rate', requests.map(share)])
    for (const [name, points] of counts.marked) {
      series.push([name, requests.map((rate, bucket) => (rate === null ? null : (points[bucket] ?? 0)))])
    }
  }
  if (timed !== undefined && milliseconds !== undefined) {
    const mean = (rate: number | null, bucket: number) =>
      rate !== null && rate > 0 ? (milliseconds[bucket] ?? 0) / rate : null
    series.push(['latency_mean_ms', timed.map(mean)])
  }
  const plain: Partial<Record<TrafficSeries['metric'], Points | undefined>> = {
    tcp_sent_bytes: counts.sentBytes,
    tcp_recv_bytes: counts.receivedBytes,
    tcp_connections_opened: counts.connections,
  }
  for (const [metric, points] of Object.entries(plain)) {
    if (points !== undefined) {
      series.push([metric, points])
    }
  }
  return series
}
