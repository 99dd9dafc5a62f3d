import { routeShares } from '../routing/route-shares.ts'
import type { DestinationSight } from './destination-version.ts'
import { isSettled, largestRemainder, splitWeights } from './split-weights.ts'
import { numberOf, type Written, without, writtenList, writtenOf } from './written-object.ts'

export interface SplitQuestion {
  /** Shares among the versions named, in any unit. */
  shares: ReadonlyMap<string, number>
  /** Of each destination, in order. */
  sights: readonly DestinationSight[]
  /** Versions with ready pods: what the whole service is made of. */
  readyVersions: readonly string[]
  /** The destination a version gets that has none in the route. */
  destinationOf: (version: string, like: Written) => Written
}

export type SplitProblem =
  | { rule: 'weights-invalid' }
  | { rule: 'nothing-to-share' }
  | { rule: 'route-not-splittable' }
  | { rule: 'unnamed-version-loses'; versions: string[] }
  | { rule: 'share-too-small'; versions: string[] }

export interface SplitRoute {
  /** The whole route, as it is to be written. */
  route: Written
  scale: number
  /** Versions that got a destination of their own. */
  added: string[]
  /** Headers a destination sets that the added ones do not, as they may be meant for its version alone. */
  hasOwnHeaders: boolean
}

interface Entry {
  written: Written
  sight: DestinationSight
  weight: number
}

/**
 * A route with the weights of the named versions set so that they share what they have together as asked. Every other
 * destination keeps its share, every other field its value, and no destination ever goes: 0 % is a weight of 0. A
 * destination of the whole service becomes one for each version where all versions with ready pods are named.
 */
export function editSplit(route: Written, question: SplitQuestion): SplitRoute | SplitProblem {
  const entries = readEntries(route, question)
  if (entries === undefined) {
    return { rule: 'weights-invalid' }
  }
  const explicit = new Set(entries.flatMap(({ sight }) => (sight.kind === 'version' ? [sight.version] : [])))
  const missing = [...question.shares.keys()].filter((version) => !explicit.has(version))
  const wholes = missing.length === 0 ? [] : entries.filter(({ sight }) => sight.kind === 'whole')
  if (wholes.length > 1) {
    return { rule: 'route-not-splittable' }
  }
  const [whole] = wholes
  const losers = question.readyVersions.filter((version) => !question.shares.has(version) && !explicit.has(version))
  if (whole !== undefined && losers.length > 0) {
    return { rule: 'unnamed-version-loses', versions: losers }
  }
  const isMoved = (entry: Entry) => entry === whole || isNamed(entry, question)
  const together = entries.filter(isMoved).reduce((sum, { weight }) => sum + weight, 0)
  const like = whole ?? entries.find((entry) => isNamed(entry, question))
  if (like === undefined || together === 0) {
    return { rule: 'nothing-to-share' }
  }
  return divided(route, entries, { question, missing, whole, like, together })
}

interface Division {
  question: SplitQuestion
  missing: string[]
  whole: Entry | undefined
  like: Entry
  together: number
}

function divided(route: Written, entries: Entry[], division: Division): SplitRoute | SplitProblem {
  const { question, missing, whole, like, together } = division
  const shares = [...question.shares.values()]
  const current = [...question.shares.keys()].map((version) => weightOf(entries, version))
  const others = entries.filter((entry) => !isNamed(entry, question)).map(({ weight }) => weight)
  const isThere = missing.length === 0 && isSettled(current, others, shares)
  const split = isThere ? { scale: 1, weights: current } : splitWeights(together, shares)
  const wanted = new Map([...question.shares.keys()].map((version, index) => [version, split.weights[index] ?? 0]))
  const lost = [...question.shares].filter(([version, share]) => share > 0 && wanted.get(version) === 0)
  if (lost.length > 0) {
    return { rule: 'share-too-small', versions: lost.map(([version]) => version) }
  }
  const added = missing.map((version) => ({
    ...(whole === undefined ? {} : without(whole.written, 'destination', 'weight')),
    destination: question.destinationOf(version, writtenOf(like.written.destination)),
    weight: wanted.get(version) ?? 0,
  }))
  const isAlone = entries.length + added.length - (whole === undefined ? 0 : 1) === 1
  const kept = entries.flatMap((entry) => {
    if (entry === whole) {
      return added
    }
    return [rewritten(entry, newWeight(entry, entries, wanted, split.scale), isAlone)]
  })
  return {
    route: { ...route, route: whole === undefined ? withAdded(kept, entries, question, added) : kept },
    scale: split.scale,
    added: missing,
    hasOwnHeaders: whole === undefined && added.length > 0 && like.written.headers !== undefined,
  }
}

/** New destinations stand behind the last of those they share with. */
function withAdded(
  kept: readonly Written[],
  entries: readonly Entry[],
  question: SplitQuestion,
  added: readonly Written[],
): Written[] {
  const at = entries.findLastIndex((entry) => isNamed(entry, question)) + 1
  return [...kept.slice(0, at), ...added, ...kept.slice(at)]
}

function readEntries(route: Written, { sights }: SplitQuestion): Entry[] | undefined {
  const written = writtenList(route.route)
  const weights = written.map(({ weight }) => numberOf(weight))
  if (
    routeShares(weights) === undefined ||
    weights.some((weight) => weight !== undefined && !Number.isInteger(weight))
  ) {
    return undefined
  }
  return written.map((entry, index) => {
    const weight = weights[index] ?? 0
    // A lone destination takes everything, whatever its weight (measured on Istio 1.31).
    const isLoneAndWeightless = written.length === 1 && weight === 0
    return { written: entry, sight: sights[index] ?? { kind: 'stranger' }, weight: isLoneAndWeightless ? 100 : weight }
  })
}

function isNamed({ sight }: Entry, { shares }: SplitQuestion): boolean {
  return sight.kind === 'version' && shares.has(sight.version)
}

function weightOf(entries: readonly Entry[], version: string): number {
  return entries
    .filter(({ sight }) => sight.kind === 'version' && sight.version === version)
    .reduce((sum, { weight }) => sum + weight, 0)
}

/** A version with several destinations in the route keeps their proportion; one with none so far starts with the first. */
function newWeight(
  entry: Entry,
  entries: readonly Entry[],
  wanted: ReadonlyMap<string, number>,
  scale: number,
): number {
  const { sight } = entry
  const total = sight.kind === 'version' ? wanted.get(sight.version) : undefined
  if (sight.kind !== 'version' || total === undefined) {
    return entry.weight * scale
  }
  const own = entries.filter((other) => other.sight.kind === 'version' && other.sight.version === sight.version)
  const sum = own.reduce((all, { weight }) => all + weight, 0)
  const proportions = own.map((one, index) => (sum === 0 ? Number(index === 0) : one.weight))
  return largestRemainder(total, proportions)[own.indexOf(entry)] ?? 0
}

function rewritten({ written, weight }: Entry, next: number, isAlone: boolean): Written {
  const isUnchanged = next === (numberOf(written.weight) ?? 0) || (isAlone && next === weight)
  return isUnchanged ? written : { ...written, weight: next }
}
