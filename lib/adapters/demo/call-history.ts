import { AppError } from '../../domain/errors.ts'
import type { CallHistory, Points } from '../../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { CallHistoryQuery } from '../../ports/metrics.ts'
import { touches } from './edge-traffic.ts'
import { type Flow, reportersOf } from './flow.ts'
import { totalMsOver } from './latency-history.ts'
import { scrapeIntervalSeconds } from './scraped-counter.ts'
import { tcpCountersAfter } from './tcp-counters.ts'
import type { DemoWorld } from './world.ts'

// As many as Prometheus gives.
const maxPoints = 11_000

type RequestLine = CallHistory['requests'][number]

/** What every call counted bucket by bucket, as a Prometheus that knew every pod from the first would tell it. */
export function callHistory(world: DemoWorld, query: CallHistoryQuery, now: UnixSeconds): CallHistory {
  const { stepSeconds } = query
  const bucketTimes = bucketTimesOf(query)
  const namespaces = query.namespaces && new Set(query.namespaces)
  const last = (bucketTimes.at(-1) ?? 0) + stepSeconds
  const counters = [...bucketTimes, last].map((second) => world.countsBy(scrapedBy(second, now)))
  const requests = new Map<string, RequestLine>()
  const times = new Map<string, CallHistory['times'][number]>()
  const tcp = new Map<string, CallHistory['tcp'][number]>()
  for (const flow of world.flows()) {
    if (namespaces !== undefined && !touches(flow, namespaces)) {
      continue
    }
    const { source, destination, flags } = flow
    for (const reporter of reportersOf(flow)) {
      const counts = counters.map((countOf) => countOf(flow, reporter))
      if (counts.at(-1) === 0) {
        continue
      }
      const grown = (counter: (count: number) => number) => increases(counts, counter, stepSeconds)
      const ends = { reporter, source, destination }
      if (flow.tcp !== undefined) {
        const part = (name: 'sentBytes' | 'receivedBytes' | 'connections') =>
          grown((count) => tcpCountersAfter(flow, count)[name])
        const [sent, received, opened] = [part('sentBytes'), part('receivedBytes'), part('connections')]
        addTo(tcp, ends, { ...ends, sentBytes: sent, receivedBytes: received, connections: opened }, (known) => ({
          ...known,
          sentBytes: summed(known.sentBytes, sent),
          receivedBytes: summed(known.receivedBytes, received),
          connections: summed(known.connections, opened),
        }))
        continue
      }
      const points = grown((count) => count)
      const milliseconds = grown((count) => totalMsOver(flow.latency[reporter], flow.wave, count))
      const outcome = { ...answerOf(flow), flags }
      const plusPoints = (known: RequestLine) => ({ ...known, points: summed(known.points, points) })
      addTo(requests, ends, { ...ends, ...outcome, points }, plusPoints, outcome)
      addTo(times, ends, { ...ends, requests: points, milliseconds }, (known) => ({
        ...known,
        requests: summed(known.requests, points),
        milliseconds: summed(known.milliseconds, milliseconds),
      }))
    }
  }
  return {
    bucketTimes,
    stepSeconds,
    requests: [...requests.values()],
    times: [...times.values()],
    tcp: [...tcp.values()],
  }
}

function bucketTimesOf({ from, to, stepSeconds }: CallHistoryQuery): UnixSeconds[] {
  const count = Math.floor((to - from) / stepSeconds + 1e-6)
  if (!(stepSeconds > 0 && count > 0 && Number.isFinite(count))) {
    throw new AppError('invalid', { source: 'prometheus', reason: 'range' })
  }
  if (count > maxPoints) {
    throw new AppError('too-large', { source: 'prometheus', points: count, maxPoints })
  }
  return Array.from({ length: count }, (_, index) => from + index * stepSeconds)
}

/** When the sample that stands at a second was taken. */
function scrapedBy(second: UnixSeconds, now: UnixSeconds): UnixSeconds {
  return Math.floor(Math.min(second, now) / scrapeIntervalSeconds) * scrapeIntervalSeconds
}

function answerOf({ protocol, code, grpcStatus }: Flow): Pick<RequestLine, 'protocol' | 'code' | 'grpcStatus'> {
  return {
    protocol: protocol === 'grpc' ? 'grpc' : 'http',
    code,
    ...(grpcStatus !== undefined && { grpcStatus }),
  }
}

/** Per second of each bucket. A counter at 0 is not exported, so that it says nothing. */
function increases(counts: readonly number[], counter: (count: number) => number, stepSeconds: number): Points {
  const values = counts.map(counter)
  return values.slice(1).map((value, bucket) => {
    const isExported = (counts[bucket + 1] ?? 0) > 0
    return isExported ? (value - (values[bucket] ?? 0)) / stepSeconds : null
  })
}

function addTo<Row extends object>(
  rows: Map<string, Row>,
  { reporter, source, destination }: Pick<CallHistory['times'][number], 'reporter' | 'source' | 'destination'>,
  row: Row,
  plus: (known: Row) => Row,
  outcome?: object,
): void {
  const key = JSON.stringify([reporter, source, destination, outcome])
  const known = rows.get(key)
  rows.set(key, known === undefined ? row : plus(known))
}

function summed(left: Points, right: Points): Points {
  return left.map((value, index) => {
    const other = right[index] ?? null
    return value === null ? other : value + (other ?? 0)
  })
}
