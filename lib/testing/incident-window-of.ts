import type { IncidentWindow, TrafficSeries } from '../domain/diagnosis/incident-window.ts'

type Level = number | null

/** `caller>callee`, then metric by metric what each proxy counted before and now. */
export type CallLevels = Record<
  string,
  Partial<Record<'source' | 'destination', Record<string, readonly [before: Level, now: Level]>>>
>

export const windowBuckets = { all: 30, onset: 20 } as const

/** A window whose series keep one level before bucket 20 and another from there on, with a wobble of a few percent. */
export function incidentWindowOf(calls: CallLevels, more: Partial<IncidentWindow> = {}): IncidentWindow {
  const pairs = Object.keys(calls).map((key) => {
    const [source = '', destination = ''] = key.split('>')
    return { source, destination }
  })
  const series = Object.entries(calls).flatMap(([key, sights]) => {
    const [source = '', destination = ''] = key.split('>')
    return Object.entries(sights).flatMap(([reporter, metrics]) =>
      Object.entries(metrics).map(
        ([metric, [before, now]]): TrafficSeries => ({
          source,
          destination,
          reporter: reporter === 'source' ? 'source' : 'destination',
          metric,
          values: Array.from({ length: windowBuckets.all }, (_, bucket) => {
            const level = bucket < windowBuckets.onset ? before : now
            return level === null ? null : level * (1 + 0.02 * ((bucket % 5) - 2))
          }),
        }),
      ),
    )
  })
  const known = pairs.filter(({ source }) => source !== '*')
  return {
    bucketTimes: Array.from({ length: windowBuckets.all }, (_, bucket) => 60 * bucket),
    stepSeconds: 60,
    suspectedStart: 60 * windowBuckets.onset,
    maskedIntervals: [],
    services: [...new Set(pairs.flatMap(({ source, destination }) => [source, destination]))].filter((s) => s !== '*'),
    calls: known,
    changes: [],
    series,
    serviceSeries: [],
    ...more,
  }
}
