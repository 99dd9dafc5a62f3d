import { z } from 'zod'
import { type IncidentWindow, KnownChange, ServiceCall, ServiceSeries, TrafficSeries } from './incident-window.ts'

const Interval = z.tuple([z.number(), z.number()])

export const CaseTruth = z.looseObject({
  service: z.string(),
  version: z.string().nullish(),
  edge: z.tuple([z.string(), z.string()]).nullish(),
  /** Services that count as right; only `service` when absent. */
  accept: z.array(z.string()).nullish(),
  none: z.boolean().nullish(),
})
export type CaseTruth = z.infer<typeof CaseTruth>

/** A recorded incident, `mesh-rca-case/1`. `truth` is for scoring only. */
export const IncidentCase = z
  .object({
    schema: z.literal('mesh-rca-case/1'),
    dataset: z.string(),
    caseId: z.string(),
    system: z.string().nullish(),
    start: z.number(),
    step: z.number().positive(),
    n: z.int().positive(),
    segments: z.array(z.object({ start: z.number(), n: z.int().nonnegative() })).nullish(),
    injectedAt: z.number().nullish(),
    detectedAt: z.number().nullish(),
    exclude: z.array(Interval).nullish(),
    entry: z.string().nullish(),
    symptom: z.object({ service: z.string(), metric: z.string().nullish(), at: z.number().nullish() }).nullish(),
    level: z.string().nullish(),
    candidates: z.array(z.string()).nullish(),
    /** Services outside the mesh. */
    outside: z.array(z.string()).nullish(),
    changes: z.array(KnownChange).nullish(),
    services: z.array(z.string()),
    edges: z.array(ServiceCall),
    series: z.array(TrafficSeries),
    nodeSeries: z.array(ServiceSeries).nullish(),
    truth: CaseTruth.nullish(),
  })
  .superRefine((found, context) => {
    const uneven = [...found.series, ...(found.nodeSeries ?? [])].find(({ values }) => values.length !== found.n)
    if (uneven !== undefined) {
      context.addIssue({ code: 'custom', message: `a series of ${uneven.metric} has not ${found.n} values` })
    }
    if (found.segments && found.segments.reduce((sum, { n }) => sum + n, 0) !== found.n) {
      context.addIssue({ code: 'custom', message: `the segments do not add up to ${found.n} buckets` })
    }
  })
export type IncidentCase = z.infer<typeof IncidentCase>

/** The window a case holds: what the localizer may see of it, so never its truth. */
export function windowOfCase(found: IncidentCase): IncidentWindow {
  const stretches = found.segments ?? [{ start: found.start, n: found.n }]
  return {
    bucketTimes: stretches.flatMap(({ start, n }) => Array.from({ length: n }, (_, i) => start + i * found.step)),
    stepSeconds: found.step,
    suspectedStart: found.injectedAt ?? found.detectedAt ?? undefined,
    maskedIntervals: found.exclude ?? [],
    entry: found.entry ?? undefined,
    symptom: found.symptom ? { service: found.symptom.service, metric: found.symptom.metric ?? undefined } : undefined,
    services: found.services,
    calls: found.edges,
    changes: found.changes ?? [],
    series: found.series,
    serviceSeries: found.nodeSeries ?? [],
    candidates: found.candidates ?? undefined,
    outside: found.outside ?? undefined,
  }
}

/** A window as a case file: `windowOfCase` gives back the same window. */
export function caseOfWindow(
  window: IncidentWindow,
  names: { dataset: string; caseId: string; system?: string },
  truth?: CaseTruth,
): IncidentCase {
  const { stepSeconds } = window
  const segments: { start: number; n: number }[] = []
  for (const time of window.bucketTimes) {
    const last = segments.at(-1)
    if (last !== undefined && time === last.start + last.n * stepSeconds) {
      last.n += 1
    } else {
      segments.push({ start: time, n: 1 })
    }
  }
  return {
    schema: 'mesh-rca-case/1',
    ...names,
    start: window.bucketTimes[0] ?? 0,
    step: stepSeconds,
    n: window.bucketTimes.length,
    ...(segments.length > 1 && { segments }),
    ...(window.suspectedStart !== undefined && { injectedAt: window.suspectedStart }),
    exclude: window.maskedIntervals.map(([from, to]) => [from, to]),
    ...(window.entry !== undefined && { entry: window.entry }),
    ...(window.symptom !== undefined && { symptom: window.symptom }),
    ...(window.candidates !== undefined && { candidates: [...window.candidates] }),
    ...(window.outside !== undefined && { outside: [...window.outside] }),
    changes: [...window.changes],
    services: [...window.services],
    edges: [...window.calls],
    series: [...window.series],
    nodeSeries: [...window.serviceSeries],
    ...(truth !== undefined && { truth }),
  }
}
