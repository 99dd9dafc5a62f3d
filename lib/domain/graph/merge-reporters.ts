import type { Reporter } from '../telemetry/traffic.ts'
import { addTally, addTimes, type Counts, emptyTally, hasTimes, type Tally } from './tally.ts'

/** What each proxy counted between one calling workload and one node. */
export type Pair = Partial<Record<Reporter, Tally>>

export interface MergedEdge {
  headline: Tally
  byFlag: Counts
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
  const [first = {}, ...others] = pairs
  const views = { source: first.source, waypoint: first.waypoint, destination: first.destination }
  let headline = headlineOf(first)
  if (others.length > 0) {
    headline = sumOf([first, ...others].map(headlineOf))
    for (const reporter of nearestToCaller) {
      const own = [first, ...others].map((pair) => pair[reporter]).filter((tally) => tally !== undefined)
      views[reporter] = own.length === 0 ? undefined : sumOf(own)
    }
  }
  return { headline, byFlag: mergeFlags(headline, views), ...views }
}

function headlineOf(pair: Pair): Tally {
  const chosen = pair.source ?? pair.waypoint ?? pair.destination ?? emptyTally()
  if (hasTimes(chosen)) {
    return chosen
  }
  const timed = nearestToCaller
    .map((reporter) => pair[reporter])
    .find((tally) => tally !== undefined && hasTimes(tally))
  if (timed === undefined) {
    return chosen
  }
  const headline = sumOf([chosen])
  addTimes(headline, timed)
  return headline
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum = emptyTally()
  for (const tally of tallies) {
    addTally(sum, tally, true)
  }
  return sum
}

function mergeFlags(headline: Tally, views: Record<Reporter, Tally | undefined>): Counts {
  const added = new Map<string, number>()
  for (const reporter of nearestToCaller) {
    for (const [flag, perSecond] of views[reporter]?.byFlag ?? []) {
      const isOtherEndOfTimeout = (flag === 'DC' || flag === 'DR') && headline.byFlag.has('UT')
      if (!headline.byFlag.has(flag) && !added.has(flag) && !isOtherEndOfTimeout) {
        added.set(flag, perSecond)
      }
    }
  }
  return added.size === 0 ? headline.byFlag : new Map([...headline.byFlag, ...added])
}
