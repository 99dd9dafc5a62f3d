import type { IncidentWindow, TrafficSeries } from './incident-window.ts'
import { quantile, sortedAt } from './robust-change.ts'
import { bucketOf, splitWindow, startOfLastStretch } from './split-window.ts'
import { symptomDimension } from './symptom-dimension.ts'
import { surgeFrom } from './traffic-growth.ts'

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

/** Over a whole stretch a drift of less than a spread adds up to more than a step of a few buckets: it explains nothing. */
const drift = 1
/** Judged where nothing stands out. */
const quietBuckets = 10
/** What comes in varies over an hour by less than what counts as a surge. */
const usualSwing = surgeFrom - 1

const shapes = ['error_rate', 'latency_mean_ms', 'latency_p50_ms', 'latency_p90_ms']

/**
 * The bucket in which the incident began: the step that explains most of what the series do, looked for near the
 * suspected start, or in all of the last stretch when nobody suspects one: then also in what comes in and what is refused,
 * which neither fail nor slow anything down. Series of the symptom alone where there is one.
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
  for (const series of [...telling(window), ...(suspected === undefined ? besides(window) : [])]) {
    const deviation = deviations(series, usual).map((value, bucket) => (judged.has(bucket) ? value : null))
    addGains(gains, deviation, { from, to, drift: suspected === undefined ? drift : 0 })
  }
  let best = suspected === undefined ? Math.max(from, to - quietBuckets) : from
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

function besides(window: IncidentWindow): TrafficSeries[] {
  const called = new Set(window.calls.map(({ destination }) => destination))
  const isOwn = ({ destination }: TrafficSeries) =>
    window.symptom === undefined || destination === window.symptom.service
  return window.series
    .filter(({ version, reporter }) => version === undefined && reporter === 'source')
    .filter(
      (series) =>
        (series.metric === 'requests' && !called.has(series.source)) ||
        (/^(code_|flag_[FD]I$)/.test(series.metric) && isOwn(series)),
    )
}

function deviations({ metric, values }: TrafficSeries, usual: readonly number[]): (number | null)[] {
  const known = sortedAt(values, usual)
  if (known.length < minBaselineBuckets) {
    return []
  }
  const middle = quantile(known, 0.5)
  const range = (quantile(known, 0.75) - quantile(known, 0.25)) / 1.349
  const spread = Math.max(range, floorOf(metric, middle))
  return values.map((value) =>
    value === null ? null : Math.max(-maxDeviation, Math.min(maxDeviation, (value - middle) / spread)),
  )
}

function floorOf(metric: string, middle: number): number {
  if (metric === 'error_rate') {
    return 0.005
  }
  return Math.max(0.7, (metric === 'requests' ? usualSwing : 0.1) * middle)
}

/** Squares a step at each bucket would explain: buckets after it times their mean squared, less drift. */
function addGains(
  gains: Float64Array,
  deviation: readonly (number | null)[],
  { from, to, drift: idle }: { from: number; to: number; drift: number },
): void {
  let [sum, count] = [0, 0]
  for (let bucket = deviation.length - 1; bucket >= from; bucket -= 1) {
    const value = deviation[bucket] ?? null
    if (value !== null) {
      sum += value
      count += 1
    }
    if (bucket <= to && count > 0) {
      const step = Math.max(0, Math.abs(sum / count) - idle)
      gains[bucket] = (gains[bucket] ?? 0) + Math.max(0, step ** 2 * count - noiseGain)
    }
  }
}
