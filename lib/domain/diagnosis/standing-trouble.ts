import { defaultThresholds } from '../thresholds/thresholds.ts'
import { type Diagnosis, diagnose } from './diagnose.ts'
import type { IncidentWindow } from './incident-window.ts'
import type { Evidence, Suspect } from './suspect.ts'

/** What the localizer's own look at the baseline needs before an onset. */
const usualBuckets = 5

/**
 * Who is blamed for failures that were there all along, and so are nothing that changed: the same question, put as if
 * nothing had failed in the first half of the window. Latency has no such answer, as nobody knows what it should be.
 */
export function standingTrouble(window: IncidentWindow): Suspect[] {
  const buckets = window.bucketTimes.length
  const usual = Math.floor(buckets / 2)
  if (usual < usualBuckets) {
    return []
  }
  const start = window.bucketTimes[usual]
  const asIfHealthy: IncidentWindow = {
    ...window,
    suspectedStart: start,
    changes: [],
    series: window.series.map((series) =>
      /^(error_rate|flag_|code_)/.test(series.metric)
        ? { ...series, values: series.values.map((value, bucket) => (bucket < usual && value !== null ? 0 : value)) }
        : series,
    ),
  }
  const { suspects, onset }: Diagnosis = diagnose(asIfHealthy)
  return onset === start ? suspects.filter(({ evidence }) => evidence.some(isFailing)) : []
}

/** Every mesh lives with some failures; what counts as too many is what the graph calls degraded. */
function isFailing(fact: Evidence): boolean {
  const isShare =
    fact.kind === 'errors' || fact.kind === 'flag' || (fact.kind === 'version' && fact.metric === 'errors')
  return isShare && fact.now >= defaultThresholds.degradedErrorRatio
}
