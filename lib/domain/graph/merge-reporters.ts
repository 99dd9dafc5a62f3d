import type { Reporter } from '../telemetry/traffic.ts'
import { addTally, addTimes, emptyTally, hasTimes, type Tally } from './tally.ts'

/** What each proxy counted between one calling workload and one node. */
export type Pair = Partial<Record<Reporter, Tally>>

export interface MergedEdge {
  headline: Tally
  byFlag: Map<string, number>
  source: Tally | undefined
  waypoint: Tally | undefined
  destination: Tally | undefined
}

const nearestToCaller: readonly Reporter[] = ['source', 'waypoint', 'destination']

/**
 * One set of numbers from several proxies that counted the same requests, never their sum.
 *
 * For each calling workload the headline is the view of the proxy nearest to it: its own (`source`), else the
 * waypoint's, else the callee's. The caller's proxy counts each request once, also those that never left it (UO, UH,
 * NC, NR, FI) or never came back (UT); the callee's counts attempts, so three for a request retried twice, and mirrored
 * copies no caller waits for. Only where the caller has no proxy that reports (outside the mesh, a mirror's second
 * target, a version that was only tried before a retry went elsewhere) is the callee's view all there is, and it is
 * taken whole. Choosing per calling workload and not per edge keeps the callers without a proxy on an edge where others
 * have one.
 *
 * Codes, ratios and times follow that choice; times fall back to the next proxy that has them. Flags are evidence and
 * come from all: a flag the chosen proxy did not set is added as the other counted it (`RL`, `UC`, `URX` behind a
 * plain 503), except `DC` and `DR` of a callee whose caller shows `UT`: that is the same timeout from the other end.
 */
export function mergeReporters(pairs: Iterable<Pair>): MergedEdge {
  const headline = emptyTally()
  const views: Record<Reporter, Tally | undefined> = { source: undefined, waypoint: undefined, destination: undefined }
  for (const pair of pairs) {
    const nearest = nearestToCaller.find((reporter) => pair[reporter] !== undefined)
    for (const reporter of nearestToCaller) {
      const tally = pair[reporter]
      if (tally !== undefined) {
        views[reporter] ??= emptyTally()
        addTally(views[reporter], tally, true)
        if (reporter === nearest) {
          addHeadline(headline, tally, pair)
        }
      }
    }
  }
  return { headline, byFlag: mergeFlags(headline, views), ...views }
}

function addHeadline(headline: Tally, chosen: Tally, pair: Pair): void {
  addTally(headline, chosen, true)
  if (!hasTimes(chosen)) {
    const timed = nearestToCaller
      .map((reporter) => pair[reporter])
      .find((tally) => tally !== undefined && hasTimes(tally))
    if (timed !== undefined) {
      addTimes(headline, timed)
    }
  }
}

function mergeFlags(headline: Tally, views: Record<Reporter, Tally | undefined>): Map<string, number> {
  const flags = new Map(headline.byFlag)
  for (const reporter of nearestToCaller) {
    for (const [flag, perSecond] of views[reporter]?.byFlag ?? []) {
      const isOtherEndOfTimeout = (flag === 'DC' || flag === 'DR') && headline.byFlag.has('UT')
      if (!flags.has(flag) && !isOtherEndOfTimeout) {
        flags.set(flag, perSecond)
      }
    }
  }
  return flags
}
