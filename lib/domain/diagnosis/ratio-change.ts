import { quantile, type Series } from './robust-change.ts'
import type { WindowSplit } from './split-window.ts'

/** A share of requests before and now, with the number of requests each stands on. */
export interface RatioChange {
  before: number
  now: number
  requestsBefore: number
  requestsNow: number
  z: number
}

/** Nobody asked before the incident, so nothing got worse: it was called for the first time. */
export function isFirstCalled(ratio: RatioChange | undefined): boolean {
  return ratio !== undefined && ratio.requestsBefore <= 0
}

interface Bucket {
  failed: number
  requests: number
}

/** What a bucket stands for when nobody counted requests. */
const unknownRequests = 30
/** Fewer buckets than this say nothing about how much they vary. */
const fewestToVary = 3

/**
 * Shares pooled over requests, against the binomial error of that many requests and what the share varies by from bucket
 * to bucket: before by its middle half, in the incident by all of it, so that one bad bucket alone is no more than one
 * deviation. Undefined when nobody asked.
 */
export function ratioChange(
  shares: Series,
  rates: Series | undefined,
  split: WindowSplit,
  stepSeconds: number,
): RatioChange | undefined {
  const bucketAt = (index: number): Bucket | undefined => {
    const share = shares[index] ?? null
    const requests = rates === undefined ? unknownRequests : (rates[index] ?? 0) * stepSeconds
    return share === null ? undefined : { failed: share * requests, requests }
  }
  return compareBuckets(bucketAt, split)
}

/** The same for requests per second that carry a flag or code; no such series at a moment means none of them. */
export function flaggedRatio(
  flagged: Series,
  rates: Series | undefined,
  split: WindowSplit,
  stepSeconds: number,
): RatioChange | undefined {
  const bucketAt = (index: number): Bucket => ({
    failed: (flagged[index] ?? 0) * stepSeconds,
    requests: rates === undefined ? unknownRequests : (rates[index] ?? 0) * stepSeconds,
  })
  return compareBuckets(bucketAt, split)
}

function compareBuckets(
  bucketAt: (index: number) => Bucket | undefined,
  { baseline, incident }: WindowSplit,
): RatioChange | undefined {
  const usual = baseline.flatMap((index) => bucketAt(index) ?? [])
  const present = incident.flatMap((index) => bucketAt(index) ?? [])
  const [before, now] = [pooled(usual), pooled(present)]
  if (before.requests <= 0 && now.requests <= 0) {
    return undefined
  }
  // One failure more on each side keeps the error of a share that was always 0 or 1 from being nothing.
  const middle = (before.failed + now.failed + 1) / (before.requests + now.requests + 2)
  const binomial =
    middle * (1 - Math.min(middle, 1)) * (1 / Math.max(before.requests, 1) + 1 / Math.max(now.requests, 1))
  const deviation = Math.sqrt(
    Math.max(binomial, Number.EPSILON) + (middleSpread(usual) ** 2 + variance(present)) / Math.max(1, present.length),
  )
  return {
    before: shareOf(before),
    now: shareOf(now),
    requestsBefore: before.requests,
    requestsNow: now.requests,
    z: now.requests > 0 ? (shareOf(now) - shareOf(before)) / deviation : 0,
  }
}

function pooled(buckets: readonly Bucket[]): Bucket {
  return {
    failed: buckets.reduce((sum, { failed }) => sum + failed, 0),
    requests: buckets.reduce((sum, { requests }) => sum + requests, 0),
  }
}

function shareOf({ failed, requests }: Bucket): number {
  return requests > 0 ? failed / requests : 0
}

function middleSpread(buckets: readonly Bucket[]): number {
  const shares = Float64Array.from(buckets, shareOf).sort()
  return shares.length < fewestToVary ? 0 : (quantile(shares, 0.75) - quantile(shares, 0.25)) / 1.349
}

function variance(buckets: readonly Bucket[]): number {
  const shares = buckets.filter(({ requests }) => requests > 0).map(shareOf)
  if (shares.length < fewestToVary) {
    return 0
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  return shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (shares.length - 1)
}
