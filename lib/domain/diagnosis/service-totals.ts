import type { RatioChange } from './ratio-change.ts'
import type { Change } from './robust-change.ts'
import { arrived, type CallChanges } from './service-changes.ts'

/** What a service gets, all its callers together; undefined when nobody counted. */
export function sumOfRates(into: readonly CallChanges[]): Change | undefined {
  const rates = into.flatMap((call) => arrived(call).requestsPerSecond ?? [])
  if (rates.length === 0) {
    return undefined
  }
  const sum = (pick: (rate: Change) => number) => rates.reduce((total, rate) => total + pick(rate), 0)
  const [before, now, spread] = [sum((r) => r.before), sum((r) => r.now), sum((r) => r.spread)]
  return { before, now, spread, z: (now - before) / spread }
}

/** Changes weighed by traffic rather than the change of a weighted level: a shift between callers is no change. */
export function weighedLatency(into: readonly CallChanges[]): Change | undefined {
  let [weights, before, now, spread, z] = [0, 0, 0, 0, 0]
  for (const call of into) {
    const { latencyMs, latencyZ, requestsPerSecond } = arrived(call)
    if (latencyMs !== undefined) {
      const weight = requestsPerSecond === undefined ? 1 : (requestsPerSecond.before + requestsPerSecond.now) / 2 + 1e-9
      weights += weight
      before += weight * latencyMs.before
      now += weight * latencyMs.now
      spread += weight * latencyMs.spread
      z += weight * latencyZ
    }
  }
  return weights === 0
    ? undefined
    : { before: before / weights, now: now / weights, spread: spread / weights, z: z / weights }
}

/** Failures over all callers by the requests each makes now. */
export function pooledErrors(into: readonly CallChanges[]): RatioChange | undefined {
  const ratios = into.flatMap((call) => call.done.errorRatio ?? call.felt.errorRatio ?? [])
  const total = ratios.reduce((sum, { requestsNow }) => sum + requestsNow, 0)
  if (total === 0) {
    return undefined
  }
  const weighed = (pick: (ratio: RatioChange) => number) =>
    ratios.reduce((sum, ratio) => sum + (ratio.requestsNow / total) * pick(ratio), 0)
  const deviation = Math.sqrt(
    ratios.reduce((sum, { z, now, before, requestsNow }) => {
      const own = z === 0 ? 0 : (now - before) / z
      return sum + ((requestsNow / total) * own) ** 2
    }, 0),
  )
  const [before, now] = [weighed((r) => r.before), weighed((r) => r.now)]
  return {
    before,
    now,
    requestsBefore: ratios.reduce((sum, { requestsBefore }) => sum + requestsBefore, 0),
    requestsNow: total,
    z: deviation === 0 ? 0 : (now - before) / deviation,
  }
}
