import { z } from 'zod'
import type { RankedBlame } from './rank-suspects.ts'

export const Verdict = z.discriminatedUnion('confidence', [
  z.object({ confidence: z.literal('confident'), reason: z.literal('clear') }),
  z.object({
    confidence: z.literal('unsure'),
    reason: z.enum(['weak', 'as-on-quiet-days', 'callees-unseen', 'close-second', 'load-carried']),
  }),
  z.object({ confidence: z.literal('none'), reason: z.enum(['nothing-changed', 'not-enough-traffic']) }),
])
export type Verdict = z.infer<typeof Verdict>

export interface Measure {
  suspects: readonly RankedBlame[]
  /** The most blame the same mesh gave in a stretch of its baseline, judged as if an incident began there. */
  quietMass: () => number
  /** Requests counted while the incident lasts, at the service that got most. */
  requests: number
  /** More traffic comes in than before, and nothing fails by it. */
  isCarriedSurge: boolean
}

/** Never a single verdict on fewer requests. */
const minRequests = 30
/** Less blame than this is what robust floors let through. */
const nothingBelow = 0.02
const clearFrom = 0.15
/** How much louder than the mesh's own quiet an incident has to be. */
const timesQuiet = 3
/** The second may have this share of the first's blame. */
const closestSecond = 0.75

/**
 * How sure the first suspect is: enough requests, blame that stands out from floors and from the same mesh's quiet, and
 * a lead over the second. A surge the mesh carries is no fault, however much slower it gets.
 */
export function judgeVerdict({ suspects, quietMass, requests, isCarriedSurge }: Measure): Verdict {
  const [first, second] = suspects
  if (requests < minRequests) {
    return { confidence: 'none', reason: 'not-enough-traffic' }
  }
  if (isCarriedSurge) {
    return { confidence: 'unsure', reason: 'load-carried' }
  }
  if (first === undefined || first.mass < nothingBelow) {
    return { confidence: 'none', reason: 'nothing-changed' }
  }
  if (first.mass < clearFrom) {
    return { confidence: 'unsure', reason: 'weak' }
  }
  if (first.mass < timesQuiet * quietMass()) {
    return { confidence: 'unsure', reason: 'as-on-quiet-days' }
  }
  if (first.kind === 'unknown') {
    return { confidence: 'unsure', reason: 'callees-unseen' }
  }
  return (second?.mass ?? 0) > closestSecond * first.mass
    ? { confidence: 'unsure', reason: 'close-second' }
    : { confidence: 'confident', reason: 'clear' }
}
