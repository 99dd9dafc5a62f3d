import { z } from 'zod'
import { wilsonInterval } from './wilson-interval.ts'

/** The share of requests a version got, as one reporter counted them; the interval holds the true one with 95 %. */
export const ObservedShare = z.object({
  version: z.string(),
  requests: z.number(),
  share: z.number(),
  low: z.number(),
  high: z.number(),
})
export type ObservedShare = z.infer<typeof ObservedShare>

/** Each version's share with Wilson's interval; empty where no request was counted. */
export function observedShares(counts: ReadonlyMap<string, number>, confidence = 0.95): ObservedShare[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return [...counts].flatMap(([version, requests]) => {
    const interval = wilsonInterval(requests, total, confidence)
    return interval === undefined ? [] : [{ version, requests, share: requests / total, ...interval }]
  })
}
