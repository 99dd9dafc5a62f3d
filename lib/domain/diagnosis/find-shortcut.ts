import { refusalOf } from './refusals.ts'
import { quantile } from './robust-change.ts'
import { feltBy, type ServiceChanges } from './service-changes.ts'
import { sureness } from './sureness.ts'

/** How much less of its usual work a service does per request. */
export interface Shortcut {
  /** Calls per request now over before, the median over its callees. */
  callsRatio: number
  /** How sure, 0 to 1, times how much less, less what failing or slow callees explain. */
  weight: number
}

/**
 * A service that returns early or throws before it calls: its callees get fewer calls per request it serves. A callee
 * that fails or got slow explains that too, then this says nothing; so it does of a service that serves nobody any more.
 */
export function findShortcut({ outgoing, requestsPerSecond }: ServiceChanges): Shortcut | undefined {
  if (requestsPerSecond === undefined || requestsPerSecond.before <= 0 || requestsPerSecond.now <= 0) {
    return undefined
  }
  const inflow = Math.min(1, requestsPerSecond.now / requestsPerSecond.before)
  const made = outgoing.flatMap((call) => {
    const rate = call.isShared ? undefined : feltBy(call).requestsPerSecond
    if (rate === undefined || rate.before <= 0) {
      return []
    }
    const expected = rate.before * inflow
    return [{ ratio: rate.now / expected, sure: sureness((expected - rate.now) / rate.spread) }]
  })
  if (made.length === 0) {
    return undefined
  }
  const callsRatio = quantile(
    made.map(({ ratio }) => ratio).sort((a, b) => a - b),
    0.5,
  )
  const sure = quantile(
    made.map((one) => one.sure).sort((a, b) => a - b),
    0.5,
  )
  const excused = Math.max(
    0,
    ...outgoing.map((call) => {
      const felt = feltBy(call)
      return Math.max(sureness(felt.errorRatio?.z ?? 0), sureness(refusalOf(felt)?.z ?? 0), sureness(felt.latencyZ))
    }),
  )
  return { callsRatio, weight: Math.max(0, 1 - callsRatio) * sure * (1 - excused) }
}
