import { type EnvoyCounts, type LoggedCounts, type Subject, subjectKey } from './proxy-counts.ts'

/** Both counts of one proxy: the log's first, Envoy's after it. */
export interface PodSample {
  loggedAtMs: number
  logged: LoggedCounts
  envoyAtMs: number
  envoy: EnvoyCounts
}

/** Where a number lies that is not known better; empty where `low` is above `high`. */
export interface Bracket {
  low: number
  high: number
}

/** More attempts than any route of the lab allows one request. */
const mostAttempts = 10

/**
 * Envoy and the telemetry began to count at different moments, so their counts differ by an offset that never changes
 * while both live. Under load it cannot be read off, as what is on its way is in one of them only, but it has bounds:
 *
 * - Envoy counts first. A log count read before Envoy's holds nothing that Envoy's lacks: offset ≤ envoy − logged.
 * - What Envoy had counted is in the log `lagMs` after the request ended. With the requests still on their way at a
 *   later reading taken off, a log count read `lagMs` after that reading lacks nothing: offset ≥ envoy − logged − active.
 *
 * Every pair of samples gives bounds; the narrowest hold. On a quiet proxy they meet.
 */
export function offsetBracket(samples: readonly PodSample[], subject: Subject, lagMs: number): Bracket {
  const key = subjectKey(subject)
  const high = Math.min(...samples.map(({ envoy, logged }) => countOf(envoy, key) - countOf(logged, key)))
  const lows = samples.flatMap((early, at) =>
    samples.slice(at + 1).flatMap((late) => {
      const settled = samples.find(({ loggedAtMs }) => loggedAtMs >= late.envoyAtMs + lagMs)
      const onTheirWay = late.envoy.active[subject.direction] * (subject.what === 'attempts' ? mostAttempts : 1)
      return settled === undefined ? [] : [countOf(early.envoy, key) - countOf(settled.logged, key) - onTheirWay]
    }),
  )
  return { low: Math.max(...lows), high }
}

export function intersection(one: Bracket, other: Bracket): Bracket {
  return { low: Math.max(one.low, other.low), high: Math.min(one.high, other.high) }
}

export function countOf({ counts }: EnvoyCounts | LoggedCounts, key: string): number {
  return counts.get(key)?.count ?? 0
}
