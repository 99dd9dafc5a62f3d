import { z } from 'zod'
import { chiSquareSurvival } from './chi-square.ts'

const minRequests = 500
const mismatchBelow = 0.0005
/** Proxies retry: from here on what arrived says nothing about what was sent first. */
const attemptsJudgedUpTo = 1.01

/** Whether a split is what was set. `retries`: nobody counted first attempts; `too-few`: fewer than 500 requests. */
export const SampleRatio = z.object({
  verdict: z.enum(['consistent', 'mismatch', 'too-few', 'retries']),
  requests: z.number(),
  /** Absent where it is not judged. */
  pValue: z.number().optional(),
})
export type SampleRatio = z.infer<typeof SampleRatio>

/** What one version was to get and got. */
export interface VersionCount {
  /** In any unit. */
  wanted: number
  /** Requests of one reporter, mirrored ones left out. */
  seen: number
}

/**
 * The sample-ratio check: χ² of the requests that reached each version against the shares set, over one reporter's raw
 * counts. A mismatch is told from 500 requests on at p < 0.0005. `attemptsPerRequest` is destination ÷ source over all
 * versions; above 1.01 retries have moved requests between versions and the split is not judged; absent: not known.
 */
export function sampleRatio(versions: readonly VersionCount[], attemptsPerRequest?: number): SampleRatio {
  const requests = versions.reduce((sum, { seen }) => sum + seen, 0)
  const wanted = versions.reduce((sum, one) => sum + one.wanted, 0)
  if (attemptsPerRequest !== undefined && attemptsPerRequest > attemptsJudgedUpTo) {
    return { verdict: 'retries', requests }
  }
  if (requests < minRequests || wanted <= 0) {
    return { verdict: 'too-few', requests }
  }
  const expected = versions.map((one) => (requests * one.wanted) / wanted)
  const statistic = versions.reduce((sum, { seen }, index) => sum + deviation(seen, expected[index] ?? 0), 0)
  const degrees = expected.filter((count) => count > 0).length - 1
  const pValue = degrees < 1 ? Number(statistic === 0) : chiSquareSurvival(statistic, degrees)
  return { verdict: pValue < mismatchBelow ? 'mismatch' : 'consistent', requests, pValue }
}

/** A version that was to get nothing and got something is no chance. */
function deviation(seen: number, expected: number): number {
  if (expected === 0) {
    return seen === 0 ? 0 : Number.POSITIVE_INFINITY
  }
  return (seen - expected) ** 2 / expected
}
