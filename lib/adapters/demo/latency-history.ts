import type { UnixSeconds } from '../../domain/time.ts'
import { bucketCounts, type LatencyLaw, type LatencyWave, totalMs } from './latency-law.ts'

/** The law of the requests that came after the first `fromCount`. */
export interface LawSpan {
  from: UnixSeconds
  fromCount: number
  law: LatencyLaw
}

/** The counters of all finite buckets when `count` requests have ended, each counted under the law of its time. */
export function bucketsOver(spans: readonly LawSpan[], wave: LatencyWave, count: number): number[] {
  const [only] = spans
  if (only !== undefined && spans.length === 1) {
    return bucketCounts(only.law, wave, count)
  }
  const sums: number[] = []
  for (const { law, start, end } of stretches(spans, count)) {
    const before = bucketCounts(law, wave, start)
    for (const [bound, value] of bucketCounts(law, wave, end).entries()) {
      sums[bound] = (sums[bound] ?? 0) + value - (before[bound] ?? 0)
    }
  }
  return sums
}

/** The counter of milliseconds spent when `count` requests have ended. */
export function totalMsOver(spans: readonly LawSpan[], wave: LatencyWave, count: number): number {
  const [only] = spans
  return only !== undefined && spans.length === 1
    ? totalMs(only.law, wave, count)
    : stretches(spans, count).reduce(
        (sum, { law, start, end }) => sum + totalMs(law, wave, end) - totalMs(law, wave, start),
        0,
      )
}

function stretches(spans: readonly LawSpan[], count: number): { law: LatencyLaw; start: number; end: number }[] {
  return spans
    .map(({ law, fromCount }, index) => ({
      law,
      start: index === 0 ? 0 : fromCount,
      end: Math.min(count, spans[index + 1]?.fromCount ?? count),
    }))
    .filter(({ start, end }, index) => end > start || index === 0)
}
