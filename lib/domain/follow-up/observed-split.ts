import { z } from 'zod'
import { ObservedShare } from '../statistics/observed-share.ts'
import { SampleRatio } from '../statistics/sample-ratio.ts'

/** How the requests of a time were divided, as one side counted them. */
export const ReportedSplit = z.object({
  reporter: z.enum(['source', 'destination']),
  requests: z.number(),
  /** Versions as set, then others that got requests; each with Wilson's interval of 95 %. */
  versions: z.array(ObservedShare),
  /** Against the shares set; absent where it is not judged. */
  ratio: SampleRatio.optional(),
})
export type ReportedSplit = z.infer<typeof ReportedSplit>

/**
 * Set and seen, side by side. The two reporters are never summed: callers' proxies count requests, the callee's count
 * attempts and copies. `notJudged` says why no verdict is given: `other-routes` take a part of the requests.
 */
export const ObservedSplit = z.object({
  /** Unix seconds. */
  from: z.number(),
  to: z.number(),
  /** Shares set, 0–1. */
  wanted: z.array(z.object({ version: z.string(), share: z.number() })),
  reporters: z.array(ReportedSplit),
  /** Destination ÷ source; above 1.01 retries moved requests between versions. */
  attemptsPerRequest: z.number().optional(),
  /** Requests of callers without a proxy, which no route divides; they are among what the callee counted. */
  requestsOutsideMesh: z.number().optional(),
  notJudged: z.enum(['other-routes', 'mirrored', 'unversioned', 'not-measured']).optional(),
})
export type ObservedSplit = z.infer<typeof ObservedSplit>
