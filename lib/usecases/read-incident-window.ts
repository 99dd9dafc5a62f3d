import { type TrafficWindow, trafficWindow } from '../domain/diagnosis/traffic-window.ts'
import { momentOf } from '../domain/live-moment.ts'
import { type Notice, noticeOf } from '../domain/notice.ts'
import { historyStepSeconds } from '../domain/telemetry/history-step.ts'
import type { CallHistory, CallQueries } from '../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../domain/time.ts'
import type { Ctx } from '../ports/ctx.ts'
import { nothingKnown, readInventory } from './read-inventory.ts'

export interface DiagnosisQuestion {
  /** The inventory's id or telemetry's. */
  cluster?: string | undefined
  namespaces?: string[] | undefined
  /** Where trouble was felt; absent: wherever there is some. */
  namespace?: string | undefined
  service?: string | undefined
  at?: UnixSeconds | undefined
  /** How far back the incident is thought to reach. */
  window: number
}

export interface IncidentReading extends TrafficWindow {
  /** The end of the last bucket. */
  takenAt: UnixSeconds
  queries?: CallQueries | undefined
  notices: Notice[]
}

const baselineSeconds = 3600
const leastBaselineSeconds = 300
const daySeconds = 86_400
const dayBeforeSeconds = 1800
/** Above this many services buckets are twice as long, or an answer would take a second. */
const servicesInDetail = 300

/**
 * Everything the localizer may look at, from a live mesh at a moment of now or the past: the window and the hour before
 * it, or what there is of that, and half an hour that ended at the same time the day before, where it is known. With less than five
 * minutes of counted traffic nothing is told, with a notice. Steps are even, so that the same moments come back. Rejects
 * with `invalid` for a moment in the future and with the metrics source's `AppError`; without an inventory services are
 * those of telemetry, with a notice.
 */
export async function readIncidentWindow(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  question: DiagnosisQuestion,
): Promise<IncidentReading> {
  const { namespaces, cluster, namespace, service, window: windowSeconds } = question
  const at = momentOf(question.at, ctx.clock.now())
  const [inventory, scrapeIntervalSeconds] = await Promise.all([
    readInventory(ctx),
    ctx.metrics.scrapeIntervalSeconds(ctx.signal, namespaces).catch(() => undefined),
  ])
  const known = 'failure' in inventory ? nothingKnown : inventory.value
  const coarser = known.services.length > servicesInDetail ? 2 : 1
  const stepSeconds = historyStepSeconds(coarser * Math.max(baselineSeconds, windowSeconds), scrapeIntervalSeconds)
  const takenAt = Math.floor(at / stepSeconds) * stepSeconds
  const history = (to: UnixSeconds, seconds: number) => {
    const from = to - Math.ceil(seconds / stepSeconds) * stepSeconds
    return ctx.metrics.callHistory({ from, to, stepSeconds, ...(namespaces && { namespaces }) }, ctx.signal)
  }
  const [main, dayBefore] = await Promise.all([
    history(takenAt, baselineSeconds + windowSeconds),
    windowSeconds + baselineSeconds + dayBeforeSeconds > daySeconds
      ? undefined
      : history(takenAt - daySeconds, dayBeforeSeconds).catch(() => undefined),
  ])
  ctx.signal.throwIfAborted()
  const reading = trafficWindow({
    histories: [...(dayBefore !== undefined && !isQuiet(dayBefore) ? [dayBefore] : []), main],
    inventory: known,
    namespaces,
    cluster,
    symptom: namespace === undefined || service === undefined ? undefined : { namespace, name: service },
  })
  const { window } = reading
  const counted = window.bucketTimes.filter((time) => time >= (main.bucketTimes[0] ?? 0)).length * stepSeconds
  const isTooShort = counted < leastBaselineSeconds + 2 * stepSeconds
  return {
    ...reading,
    window: isTooShort ? { ...window, series: [] } : window,
    takenAt,
    queries: main.queries,
    notices: [
      ...('failure' in inventory ? [noticeOf('kubernetes', inventory.failure)] : known.notices),
      ...(isQuiet(main) ? [{ source: 'prometheus', code: 'no-traffic' } as const] : []),
      ...(isTooShort && !isQuiet(main)
        ? [{ source: 'prometheus', code: 'history-too-short', params: { seconds: counted } } as const]
        : []),
    ],
  }
}

function isQuiet({ requests, tcp }: CallHistory): boolean {
  return requests.length === 0 && tcp.length === 0
}
