import type { Dimension } from './blame-portion.ts'
import type { IncidentWindow } from './incident-window.ts'

/** Whether an alert was about slowness or about failures; undefined when it does not say, or there is none. */
export function symptomDimension({ symptom }: IncidentWindow): Dimension | undefined {
  if (symptom?.metric === undefined) {
    return undefined
  }
  return /latency|duration/i.test(symptom.metric) ? 'latency' : 'errors'
}
