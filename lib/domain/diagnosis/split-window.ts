import type { IncidentWindow } from './incident-window.ts'

/** Which buckets are compared with which; indices into every series. */
export interface WindowSplit {
  baseline: readonly number[]
  /** The last baseline buckets of the incident's own stretch: what was so here already did not begin with it. */
  recent: readonly number[]
  incident: readonly number[]
}

/** Enough that two buckets of a start found too late do not turn their median. */
const recentBuckets = 5

/** The buckets before `onset` and those from it on, less those an earlier incident covers. */
export function splitWindow(window: IncidentWindow, onset: number): WindowSplit {
  const baseline: number[] = []
  const incident: number[] = []
  for (const [index, time] of window.bucketTimes.entries()) {
    if (!window.maskedIntervals.some(([from, to]) => time + window.stepSeconds > from && time <= to)) {
      const part = index >= onset ? incident : baseline
      part.push(index)
    }
  }
  const stretch = startOfLastStretch(window)
  const recent = baseline.filter((index) => index >= stretch).slice(-recentBuckets)
  return { baseline, recent, incident }
}

/** The first bucket of the last unbroken stretch. */
export function startOfLastStretch({ bucketTimes, stepSeconds }: IncidentWindow): number {
  let index = bucketTimes.length - 1
  while (index > 0 && bucketTimes[index] === (bucketTimes[index - 1] ?? 0) + stepSeconds) {
    index -= 1
  }
  return Math.max(index, 0)
}

/** The first bucket that reaches past a moment, within the last unbroken stretch: earlier stretches are baseline. */
export function bucketOf(window: IncidentWindow, at: number): number {
  const stretch = startOfLastStretch(window)
  const found = window.bucketTimes.findIndex((time, index) => index >= stretch && time + window.stepSeconds > at)
  return found === -1 ? window.bucketTimes.length : found
}
