import type { ChartMark } from './chart-marks.tsx'

export interface PlacedMarks {
  /** From the left end of the axis, 0–1: where the first of them stands. */
  fraction: number
  /** At least one. */
  marks: ChartMark[]
}

/** Closer than this, as a part of the axis, marks are one. */
const least = 0.07

/** Marks on a stretch of time from left to right; those that would cover one another stand together. Others are left out. */
export function placeMarks(marks: readonly ChartMark[], from: number, to: number): PlacedMarks[] {
  const placed: PlacedMarks[] = []
  for (const mark of marks.filter(({ at }) => at >= from && at <= to).toSorted((a, b) => a.at - b.at)) {
    const fraction = to > from ? (mark.at - from) / (to - from) : 0
    const last = placed.at(-1)
    if (last !== undefined && fraction - last.fraction < least) {
      last.marks.push(mark)
    } else {
      placed.push({ fraction, marks: [mark] })
    }
  }
  return placed
}
