import { nearestToCaller } from '../telemetry/nearest-to-caller.ts'
import type { Reporter } from '../telemetry/traffic.ts'
import { addTally, addTimes, type Counts, emptyTally, hasTimes, type Tally } from './tally.ts'

/** What each proxy counted between one calling workload and one node. */
export interface Pair extends Partial<Record<Reporter, Tally>> {
  /** A proxy on the caller's side counts its requests, if not on this pair. */
  isCallerReporting?: boolean
}

export interface MergedEdge {
  headline: Tally
  /** The headline without attempts the callers did not feel; undefined where there is nothing else. */
  felt: Tally | undefined
  byFlag: Counts
  source: Tally | undefined
  waypoint: Tally | undefined
  destination: Tally | undefined
}

const noCounts: Counts = new Map()

/**
 * One set of numbers from several proxies that counted the same requests, never their sum.
 *
 * For each calling workload the headline is the view of the proxy nearest to it: its own (`source`), else the
 * waypoint's, else the callee's. The caller's proxy counts each request once, also those that never left it (UO, UH,
 * NC, NR, FI) or never came back (UT); the callee's counts attempts, so three for a request retried twice, and mirrored
 * copies no caller waits for. Only where the caller has no proxy that reports (outside the mesh, a mirror's second
 * target, a version that was only tried before a retry went elsewhere) is the callee's view all there is, and it is
 * taken whole. Choosing per calling workload and not per edge keeps the callers without a proxy on an edge where others
 * have one. What only the callee counted while the caller's proxy reports elsewhere are attempts the caller did not
 * feel, unless they came in plain text, past that proxy: they are in the headline and not in `felt`.
 *
 * Codes, ratios and times follow that choice; times fall back to the next proxy that has them. Flags are evidence and
 * come from all: a flag the chosen proxy did not set is added as the other counted it (`RL`, `UC`, `URX` behind a
 * plain 503), except those of a callee that are a timeout of this caller's seen from the other end: `DC` and `DR` where
 * it shows `UT`, and `DR` where it shows gRPC status 4.
 */
export function mergeReporters(pairs: Iterable<Pair>): MergedEdge {
  const [first = {}, ...others] = pairs
  const headline = headlineOf(first)
  if (others.length === 0) {
    const { source, waypoint, destination } = first
    const felt = isUnfelt(first) ? undefined : headline
    return { headline, felt, byFlag: flagsOf(first), source, waypoint, destination }
  }
  const all = [first, ...others]
  const total = sumOf(all.map(headlineOf))
  return {
    headline: total,
    felt: feltOf(all, total),
    byFlag: sumOfCounts(all.map(flagsOf)),
    source: viewBy('source', all),
    waypoint: viewBy('waypoint', all),
    destination: viewBy('destination', all),
  }
}

function feltOf(pairs: readonly Pair[], headline: Tally): Tally | undefined {
  const felt = pairs.filter((pair) => !isUnfelt(pair))
  if (felt.length === pairs.length) {
    return headline
  }
  return felt.length === 0 ? undefined : sumOf(felt.map(headlineOf))
}

function isUnfelt({ isCallerReporting, source, waypoint, destination }: Pair): boolean {
  if (isCallerReporting !== true || source !== undefined || waypoint !== undefined) {
    return false
  }
  const secured = destination?.hasRequests === true ? destination.secured : undefined
  return secured !== undefined && (secured.told === 0 || secured.mutual > 0)
}

function viewBy(reporter: Reporter, pairs: readonly Pair[]): Tally | undefined {
  const own = pairs.map((pair) => pair[reporter]).filter((tally) => tally !== undefined)
  return own.length === 0 ? undefined : sumOf(own)
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

function flagsOf(pair: Pair): Counts {
  const chosen = pair.source ?? pair.waypoint ?? pair.destination
  const own = chosen?.byFlag ?? noCounts
  const hasTimedOut = own.has('UT')
  const hasDeadline = hasTimedOut || chosen?.byCode?.has('grpc 4') === true
  const added = new Map<string, number>()
  for (const reporter of nearestToCaller) {
    const others = pair[reporter] === chosen ? undefined : pair[reporter]?.byFlag
    for (const [flag, perSecond] of others ?? []) {
      const isOtherEndOfTimeout = (flag === 'DC' && hasTimedOut) || (flag === 'DR' && hasDeadline)
      if (!own.has(flag) && !added.has(flag) && !isOtherEndOfTimeout) {
        added.set(flag, perSecond)
      }
    }
  }
  return added.size === 0 ? own : new Map([...own, ...added])
}

function sumOfCounts(several: readonly Counts[]): Counts {
  const sum = new Map<string, number>()
  for (const [key, perSecond] of several.flatMap((counts) => [...counts])) {
    sum.set(key, (sum.get(key) ?? 0) + perSecond)
  }
  return sum
}
