import type { IncidentWindow, TrafficSeries } from './incident-window.ts'
import { quantile, sortedAt } from './robust-change.ts'
import { bucketOf, splitWindow, startOfLastStretch } from './split-window.ts'
import { symptomDimension } from './symptom-dimension.ts'

/** How far a suspected start may be off, in buckets. */
const earliest = -3
const latest = 6
const minIncidentBuckets = 2
const minBaselineBuckets = 5
/** One series may not decide alone, however far it jumps. */
const maxDeviation = 5
/** What a later or earlier start must explain more than the suspected one before it is believed. */
const gainToMove = 1.15
/** What chance explains of a series that does nothing: one squared spread. */
const noiseGain = 1

const shapes = ['error_rate', 'latency_mean_ms', 'latency_p50_ms', 'latency_p90_ms']

/**
 * The bucket in which the incident began: the step that explains most of what the series do, looked for near the
 * suspected start, or in all of the last stretch when nobody suspects one. Series of the symptom alone where there is
 * one.
 */
export function findOnset(window: IncidentWindow): number {
  const { bucketTimes, suspectedStart } = window
  const stretch = startOfLastStretch(window)
  const suspected = suspectedStart === undefined ? undefined : bucketOf(window, suspectedStart)
  const last = bucketTimes.length - minIncidentBuckets
  const from = Math.max(stretch, suspected === undefined ? minBaselineBuckets : suspected + earliest)
  const to = Math.min(last, suspected === undefined ? last : suspected + latest)
  if (from >= to) {
    return Math.min(suspected ?? last, bucketTimes.length - 1)
  }
  const gains = new Float64Array(bucketTimes.length)
  const usual = splitWindow(window, suspected === undefined ? Math.ceil(bucketTimes.length / 2) : from).baseline
  const judged = new Set([...usual, ...splitWindow(window, from).incident])
  for (const series of telling(window)) {
    const deviation = deviations(series, usual).map((value, bucket) => (judged.has(bucket) ? value : null))
    addGains(gains, deviation, from, to)
  }
  let best = from
  for (let bucket = from; bucket <= to; bucket += 1) {
    best = (gains[bucket] ?? 0) > (gains[best] ?? 0) ? bucket : best
  }
  return suspected !== undefined && (gains[best] ?? 0) <= gainToMove * (gains[suspected] ?? 0) ? suspected : best
}

function telling(window: IncidentWindow): TrafficSeries[] {
  const shaped = window.series.filter(({ metric, version }) => version === undefined && shapes.includes(metric))
  const own = shaped.filter(({ destination }) => destination === window.symptom?.service)
  const dimension = symptomDimension(window)
  const matching = own.filter(
    ({ metric }) => dimension === undefined || (metric === 'error_rate') === (dimension === 'errors'),
  )
  return [matching, own, shaped].find(({ length }) => length > 0) ?? []
}

function deviations({ metric, values }: TrafficSeries, usual: readonly number[]): (number | null)[] {
  const known = sortedAt(values, usual)
  if (known.length < minBaselineBuckets) {
    return []
  }
  const middle = quantile(known, 0.5)
  const range = (quantile(known, 0.75) - quantile(known, 0.25)) / 1.349
  const spread = Math.max(range, metric === 'error_rate' ? 0.005 : Math.max(0.7, 0.1 * middle))
  return values.map((value) =>
    value === null ? null : Math.max(-maxDeviation, Math.min(maxDeviation, (value - middle) / spread)),
  )
}

/** Squares a step at each bucket would explain: buckets after it times their mean squared. */
function addGains(gains: Float64Array, deviation: readonly (number | null)[], from: number, to: number): void {
  let [sum, count] = [0, 0]
  for (let bucket = deviation.length - 1; bucket >= from; bucket -= 1) {
    const value = deviation[bucket] ?? null
    if (value !== null) {
      sum += value
      count += 1
    }
    if (bucket <= to && count > 0) {
      gains[bucket] = (gains[bucket] ?? 0) + Math.max(0, sum ** 2 / count - noiseGain)
    }
  }
}
