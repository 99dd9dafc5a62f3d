import type { WindowService } from '../domain/diagnosis/count-calls.ts'
import { diagnose } from '../domain/diagnosis/diagnose.ts'
import type { IncidentWindow } from '../domain/diagnosis/incident-window.ts'
import type { CheckedSuspect, MeshDiagnosis } from '../domain/diagnosis/mesh-diagnosis.ts'
import { pathHops } from '../domain/diagnosis/path-hops.ts'
import { startOfLastStretch } from '../domain/diagnosis/split-window.ts'
import { standingTrouble } from '../domain/diagnosis/standing-trouble.ts'
import type { Evidence, SeriesName, Suspect } from '../domain/diagnosis/suspect.ts'
import type { Ctx } from '../ports/ctx.ts'
import type { CallQuestion } from '../ports/metrics.ts'
import { type DiagnosisQuestion, type IncidentReading, readIncidentWindow } from './read-incident-window.ts'

/**
 * Names the cause of what is wrong at a moment, with evidence that can be recomputed, or says that nothing began and who
 * is to blame for what has been wrong all along. The window is that of `readIncidentWindow`, and rejects as it does.
 */
export async function readDiagnosis(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  question: DiagnosisQuestion,
): Promise<MeshDiagnosis> {
  const reading = await readIncidentWindow(ctx, question)
  const { window, takenAt, notices, queries } = reading
  const { verdict, onset, suspects, acquittals } = diagnose(window)
  const standing = verdict.confidence === 'none' ? standingTrouble(window) : []
  const check = (suspect: Suspect): CheckedSuspect => ({
    ...suspect,
    evidence: suspect.evidence.map((fact) => {
      const query = ctx.metrics.callQuery === undefined ? undefined : queryOf(fact, reading, ctx.metrics.callQuery)
      return { fact, ...(query !== undefined && { query }) }
    }),
  })
  const paths = [...suspects, ...standing].map(({ path }) => path)
  const hops = window.series.length === 0 ? [] : pathHops(window, { onset }, paths)
  const symptom = window.symptom?.service
  return {
    takenAt,
    windowSeconds: question.window,
    stepSeconds: window.stepSeconds,
    ...spansOf(window, onset, takenAt),
    ...(symptom !== undefined && { symptom }),
    verdict,
    suspects: suspects.map(check),
    standing: standing.map(check),
    acquittals,
    hops,
    services: namedServices(reading, [
      ...[...suspects, ...standing].flatMap(({ service, path, edge = [] }) => [service, ...path, ...edge]),
      ...[...suspects, ...standing].flatMap(({ evidence }) => evidence.flatMap(endsOf)),
      ...acquittals.flatMap((one) => [
        one.service,
        ...(one.reason === 'callees-explain' ? one.callees.map(({ service }) => service) : []),
      ]),
      ...(symptom === undefined ? [] : [symptom]),
    ]),
    ...(queries !== undefined && { queries }),
    notices,
  }
}

type Spans = Pick<MeshDiagnosis, 'incident' | 'baseline' | 'dayBefore'>

function spansOf(window: IncidentWindow, onset: number, takenAt: number): Spans {
  if (window.series.length === 0) {
    return {}
  }
  const { bucketTimes, stepSeconds } = window
  const stretch = startOfLastStretch(window)
  const from = bucketTimes[stretch] ?? onset
  const [earlier, lastEarlier] = [bucketTimes[0] ?? 0, bucketTimes[stretch - 1] ?? 0]
  return {
    incident: { from: onset, to: takenAt },
    ...(from < onset && { baseline: { from, to: onset } }),
    ...(stretch > 0 && { dayBefore: { from: earlier, to: lastEarlier + stepSeconds } }),
  }
}

function seriesOf(fact: Evidence): SeriesName | undefined {
  if ('series' in fact) {
    return fact.series
  }
  if (fact.kind === 'traffic') {
    return { source: '*', destination: fact.service, reporter: 'destination', metric: 'requests' }
  }
  return fact.kind === 'gap'
    ? { source: fact.edge[0], destination: fact.edge[1], reporter: 'source', metric: 'latency_mean_ms' }
    : undefined
}

function endsOf(fact: Evidence): string[] {
  const series = seriesOf(fact)
  return series === undefined ? [] : [series.source ?? '*', series.destination]
}

function queryOf(
  fact: Evidence,
  { services, window }: IncidentReading,
  ask: (question: CallQuestion) => string | undefined,
): string | undefined {
  const series = seriesOf(fact)
  const destination = series && services.get(series.destination)
  if (series === undefined || destination === undefined || destination.hosts.size === 0) {
    return undefined
  }
  const source = services.get(series.source ?? '*')
  return ask({
    ...(source !== undefined && { callers: callersOf(source) }),
    hosts: [...destination.hosts].sort(),
    reporter: series.reporter ?? 'destination',
    ...(series.version !== undefined && { version: series.version }),
    metric: series.metric,
    stepSeconds: window.stepSeconds,
  })
}

function callersOf({ callers }: WindowService): NonNullable<CallQuestion['callers']> {
  return [...callers].map(([namespace, workloads]) => ({
    ...(namespace !== undefined && { namespace }),
    workloads: [...workloads].sort(),
  }))
}

function namedServices({ services }: IncidentReading, ids: readonly string[]): MeshDiagnosis['services'] {
  return [...new Set(ids)].sort().flatMap((id) => {
    const found = services.get(id)
    return found === undefined
      ? []
      : [{ id, kind: found.kind, cluster: found.cluster, namespace: found.namespace, name: found.name }]
  })
}
