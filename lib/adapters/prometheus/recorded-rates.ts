import type { UnixSeconds } from '../../domain/time.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import type { RuleGroup } from './rules-wire.ts'

/** Every metric of the graph that `deploy/prometheus/recording-rules.yaml` keeps rates of. */
export const recordedMetrics = [
  'istio_requests_total',
  'istio_request_duration_milliseconds_sum',
  'istio_request_duration_milliseconds_bucket',
  'istio_tcp_sent_bytes_total',
  'istio_tcp_received_bytes_total',
  'istio_tcp_connections_opened_total',
]

const windowNames = new Map([
  [60, '1m'],
  [300, '5m'],
])
const lookAgainMs = 60_000
const patienceSeconds = 60

export function recordedName(metric: string, windowName: string): string {
  return `exantas_edge:${metric.replace(/_total$/, '')}:rate${windowName}`
}

/** The name under which the rate of a metric is recorded. */
export type RecordedNames = (metric: string) => string

/** Knows which windows the server records now. */
export interface RecordedRates {
  /**
   * The names to ask for instead of computing; undefined for a window that is not recorded, for a moment before it was
   * first seen recorded, and until the server has been asked: nobody waits for this answer.
   */
  namesFor(question: { at: UnixSeconds; windowSeconds: number }): RecordedNames | undefined
  /** To be called when names gave nothing: they are not used again before the server was asked anew. */
  forget(): void
}

export function recordedRates(api: PrometheusApi): RecordedRates {
  let since = new Map<string, UnixSeconds>()
  let askedAtMs = Number.NEGATIVE_INFINITY

  async function look(): Promise<void> {
    const groups = await api.rules('record').catch(() => [])
    const found = recordedWindows(groups, Date.now() / 1000)
    since = new Map([...found].map(([name, evaluatedAt]) => [name, since.get(name) ?? evaluatedAt]))
  }

  return {
    namesFor({ at, windowSeconds }) {
      if (performance.now() - askedAtMs > lookAgainMs) {
        askedAtMs = performance.now()
        void look()
      }
      const windowName = windowNames.get(windowSeconds)
      const begin = windowName === undefined ? undefined : since.get(windowName)
      return windowName === undefined || begin === undefined || at < begin
        ? undefined
        : (metric) => recordedName(metric, windowName)
    },
    forget() {
      since = new Map()
    },
  }
}

/**
 * The windows of which every rate is recorded, healthy, lately, and more than twice a window; with the second since when
 * all of them are known to be. A part that is missing would read as traffic that is not there.
 */
function recordedWindows(groups: RuleGroup[], now: UnixSeconds): Map<string, UnixSeconds> {
  const found = new Map<string, UnixSeconds>()
  for (const [windowSeconds, windowName] of windowNames) {
    const evaluatedAt = recordedMetrics.map((metric) =>
      lastRecorded(groups, recordedName(metric, windowName), windowSeconds, now),
    )
    const all = evaluatedAt.filter((at) => at !== undefined)
    if (all.length === evaluatedAt.length) {
      found.set(windowName, Math.max(...all))
    }
  }
  return found
}

function lastRecorded(
  groups: RuleGroup[],
  record: string,
  windowSeconds: number,
  now: UnixSeconds,
): UnixSeconds | undefined {
  for (const { interval = Number.POSITIVE_INFINITY, rules } of groups) {
    const rule = rules.find(({ name, type }) => name === record && type === 'recording')
    const at = rule?.lastEvaluation
    if (rule?.health === 'ok' && at !== undefined && interval * 2 <= windowSeconds) {
      const isLate = now - at > Math.max(patienceSeconds, 3 * interval)
      return isLate ? undefined : at
    }
  }
  return undefined
}
