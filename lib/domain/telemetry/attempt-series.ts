import { callerKey, summedPoints, totalOf } from './history-lines.ts'
import { isInjectedFlag } from './outcome.ts'
import type { Points, ServiceTraffic } from './traffic.ts'

/** Attempts per request of one caller. */
export interface AttemptSeries {
  /** The caller as its requests name it. */
  key: string
  points: Points
  /** Over all of the time. */
  ratio: number
}

/** From here on more arrived than was asked for: proxies are scraped apart, so a few percent prove nothing. */
export const hiddenAttemptsFrom = 1.05

/**
 * How often a callee was tried for each request its caller made: destination ÷ source reporter, for callers whose own
 * proxy and whose callee's both count. Above 1 retries (or a mirror) sent more than the caller felt, and the failures
 * among them are seen by the callee alone; below 1 requests ended before they arrived. Injected requests count in
 * neither part. Null where one of the two did not measure, or there were no requests. Most tried first.
 */
export function attemptSeries(traffic: Pick<ServiceTraffic, 'timestamps' | 'requests'>): AttemptSeries[] {
  const { length } = traffic.timestamps
  const judged = traffic.requests.filter(({ flags }) => !flags.some(isInjectedFlag))
  const byCaller = Map.groupBy(judged, ({ caller }) => callerKey(caller, true))
  return [...byCaller.values()]
    .flatMap((own) => {
      const felt = summedPoints(own.filter(isBy('source')), length)
      const tried = summedPoints(own.filter(isBy('destination')), length)
      const points = felt.map((asked, index) => {
        const arrived = tried[index] ?? null
        return asked === null || asked === 0 || arrived === null ? null : arrived / asked
      })
      const ratio =
        totalOf(tried.filter((_, index) => points[index] !== null)) /
        totalOf(felt.filter((_, index) => points[index] !== null))
      return Number.isFinite(ratio) ? [{ key: callerKey(own[0]?.caller, false), points, ratio }] : []
    })
    .sort((a, b) => b.ratio - a.ratio || (a.key < b.key ? -1 : 1))
}

function isBy(reporter: 'source' | 'destination') {
  return (request: { reporter: string }) => request.reporter === reporter
}
