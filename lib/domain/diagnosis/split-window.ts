import type { IncidentWindow } from './incident-window.ts'

/** Which buckets are compared with which; indices into every series. */
export interface WindowSplit {
  baseline: readonly number[]
  incident: readonly number[]
}

/** The buckets before `onset` that no earlier incident covers, and those from it on. */
export function splitWindow(window: IncidentWindow, onset: number): WindowSplit {
  const baseline: number[] = []
  const incident: number[] = []
  for (const [index, time] of window.bucketTimes.entries()) {
    if (index >= onset) {
      incident.push(index)
    } else if (!window.maskedIntervals.some(([from, to]) => time + window.stepSeconds > from && time <= to)) {
      baseline.push(index)
    }
  }
  return { baseline, incident }
}

/** The first bucket that reaches past a moment, within the last unbroken stretch: earlier stretches are baseline. */
export function bucketOf(window: IncidentWindow, at: number): number {
  const times = window.bucketTimes
  let index = times.length
  for (let next = index - 1; next >= 0; next -= 1) {
    const time = times[next] ?? 0
    const following = times[next + 1]
    if (time + window.stepSeconds <= at || (following !== undefined && following !== time + window.stepSeconds)) {
      break
    }
    index = next
  }
  return index
}
