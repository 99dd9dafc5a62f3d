import type { WindowSplit } from './split-window.ts'

/** How a measured quantity moved from the baseline into the incident. */
export interface Change {
  before: number
  now: number
  /** What it usually varies by from bucket to bucket, never less than the floor. */
  spread: number
  /** The move in spreads, signed. */
  z: number
}

export type Series = readonly (number | null)[]

/** Fewer measured baseline buckets than this say nothing about what is usual. */
const minBaselinePoints = 3

/**
 * Median against median in units of the baseline's robust spread (the larger of scaled MAD and IQR), which stands
 * outliers and a start that is off by a few buckets where mean and sigma do not. `floor` is the least spread to believe
 * in, given the level before. Undefined where either side has no data.
 */
export function robustChange(
  values: Series,
  split: WindowSplit,
  floor: (before: number) => number,
): Change | undefined {
  const usual = sortedAt(values, split.baseline)
  const present = sortedAt(values, split.incident)
  if (usual.length < minBaselinePoints || present.length === 0) {
    return undefined
  }
  const middle = quantile(usual, 0.5)
  const deviations = usual.map((value) => Math.abs(value - middle)).sort()
  const range = quantile(usual, 0.75) - quantile(usual, 0.25)
  const spread = Math.max(1.4826 * quantile(deviations, 0.5), range / 1.349, floor(middle))
  const now = quantile(present, 0.5)
  const before = startingLevel(middle, now, spread, sortedAt(values, split.recent))
  return { before, now, spread, z: (now - before) / spread }
}

/** The usual level, or the one just before the incident where that had already left it in the same direction. */
function startingLevel(usual: number, now: number, spread: number, recent: Float64Array): number {
  const last = recent.length === 0 ? usual : quantile(recent, 0.5)
  const isAlready = Math.abs(last - usual) > spread && Math.sign(last - usual) === Math.sign(now - usual)
  return isAlready ? usual + Math.sign(now - usual) * Math.min(Math.abs(last - usual), Math.abs(now - usual)) : usual
}

/** What was measured in these buckets, ascending. */
export function sortedAt(values: Series, buckets: readonly number[]): Float64Array {
  const found = new Float64Array(buckets.length)
  let count = 0
  for (const bucket of buckets) {
    const value = values[bucket]
    if (value !== null && value !== undefined) {
      found[count] = value
      count += 1
    }
  }
  return found.subarray(0, count).sort()
}

/** The quantile of sorted values, interpolated. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1)
  const low = sorted[Math.floor(place)] ?? 0
  const high = sorted[Math.ceil(place)] ?? low
  return low + (high - low) * (place - Math.floor(place))
}
