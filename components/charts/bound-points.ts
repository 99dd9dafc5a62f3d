import { type ChartSeries, lowKey, valueKey } from './chart-series.ts'

/** One position of the time axis: `t` in Unix seconds, then the values of each series by `valueKey` and `lowKey`. */
export type ChartRow = { t: number } & Record<string, number | null>

interface Extremes {
  first: number | null
  second: number | null
}

function extremes(points: readonly (number | null)[], from: number, to: number): Extremes {
  let lowAt = -1
  let highAt = -1
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let index = from; index < to; index += 1) {
    const value = points[index] ?? null
    if (value !== null && value < low) {
      low = value
      lowAt = index
    }
    if (value !== null && value > high) {
      high = value
      highAt = index
    }
  }
  if (lowAt < 0) {
    return { first: null, second: null }
  }
  return lowAt <= highAt ? { first: low, second: high } : { first: high, second: low }
}

/**
 * Rows for drawing, at most about `maxRows`. Where points must be merged, each stretch keeps its lowest and its highest
 * value in their order, so no peak and no dip is lost; a stretch without any value stays a gap.
 */
export function boundPoints(
  timestamps: readonly number[],
  series: readonly ChartSeries[],
  maxRows: number,
): ChartRow[] {
  if (timestamps.length <= maxRows) {
    return timestamps.map((t, index) => {
      const row: ChartRow = { t }
      for (const line of series) {
        row[valueKey(line.key)] = line.points[index] ?? null
        if (line.lows !== undefined) {
          row[lowKey(line.key)] = line.lows[index] ?? null
        }
      }
      return row
    })
  }
  const stretch = Math.ceil(timestamps.length / Math.max(1, Math.floor(maxRows / 2)))
  const rows: ChartRow[] = []
  for (let from = 0; from < timestamps.length; from += stretch) {
    const to = Math.min(timestamps.length, from + stretch)
    const early: ChartRow = { t: timestamps[from] ?? 0 }
    const late: ChartRow = { t: timestamps[to - 1] ?? 0 }
    for (const line of series) {
      const { first, second } = extremes(line.points, from, to)
      early[valueKey(line.key)] = first
      late[valueKey(line.key)] = second
      if (line.lows !== undefined) {
        const low = extremes(line.lows, from, to)
        early[lowKey(line.key)] = low.first
        late[lowKey(line.key)] = low.second
      }
    }
    rows.push(early)
    if (to - from > 1) {
      rows.push(late)
    }
  }
  return rows
}
