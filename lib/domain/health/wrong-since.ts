import type { Points } from '../telemetry/traffic.ts'
import { meets } from '../thresholds/thresholds.ts'

export interface WrongSpan {
  /** Index of the first point of the last unbroken run. */
  first: number
  /** The run begins with the first point that has anything: when it began is not known. */
  isOpen: boolean
}

/** So many fine points in a row end a run: a single one between wrong ones is chance. */
const calmPoints = 2

/**
 * The run of wrong points (at or above `from`) that reaches the end; undefined when the last points are fine, or none
 * was measured. Points without a value neither prolong a run nor end it.
 */
export function wrongSince(points: Points, from: number): WrongSpan | undefined {
  let first: number | undefined
  let calm = 0
  for (let index = points.length - 1; index >= 0 && calm < calmPoints; index--) {
    const share = points[index] ?? null
    if (share === null) {
      continue
    }
    if (meets(share, from)) {
      first = index
      calm = 0
    } else {
      calm += 1
    }
  }
  return first === undefined ? undefined : { first, isOpen: points.slice(0, first).every((point) => point === null) }
}
