import type { ChartMark } from './chart-marks.tsx'

export interface PlacedMarks {
  /** From the left end of the axis, 0–1: where the first of them stands. */
  fraction: number
  /** At least one. */
  marks: ChartMark[]
}

/** Closer than this, as a part of the axis, marks are one. */
const least = 0.07

/**
 * Marks on an axis of evenly spaced timestamps from left to right; those that would cover one another stand together. What
 * was done within the step after the last, which has no point yet, stands at the right end; others are left out.
 */
export function placeMarks(marks: readonly ChartMark[], timestamps: readonly number[]): PlacedMarks[] {
  const [from = 0, second = from] = timestamps
  const to = timestamps.at(-1) ?? from
  const placed: PlacedMarks[] = []
  const inSight = marks.filter(({ at }) => at >= from && at <= to + second - from)
  for (const mark of inSight.toSorted((a, b) => a.at - b.at)) {
    const fraction = to > from ? Math.min(1, (mark.at - from) / (to - from)) : 0
    const last = placed.at(-1)
    if (last !== undefined && fraction - last.fraction < least) {
      last.marks.push(mark)
    } else {
      placed.push({ fraction, marks: [mark] })
    }
  }
  return placed
}
