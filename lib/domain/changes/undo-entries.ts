import { canonicalText, isSame } from './canonical-text.ts'
import { numberOf, type Written, without } from './written-object.ts'

interface Entry {
  before?: Written | undefined
  after?: Written | undefined
  now?: Written | undefined
}

/**
 * A route's destinations or mirrors with what a change did to them taken back and what others did since kept; undefined
 * where both touched the same entry. Entries are told by where they lead; where none of ours is there any more, all stays. Where the change had multiplied all weights and
 * somebody has added one since, the multiplied weights stay in use, so that every share is as it was.
 */
export function undoneEntries(
  before: readonly Written[],
  after: readonly Written[],
  now: readonly Written[],
): Written[] | undefined {
  const entries = alignedEntries(before, after, now)
  if (entries === undefined) {
    return undefined
  }
  const touched = entries.filter((entry) => !isSame(entry.before, entry.after))
  if (touched.every((entry) => entry.now === undefined)) {
    return [...now]
  }
  const isForeign = ({ before: old, after: ours }: Entry) => old === undefined && ours === undefined
  const scale = entries.some(isForeign) ? totalOf(after) / (totalOf(before) || totalOf(after)) : 1
  if (!Number.isInteger(scale) || entries.some((entry) => isConflict(entry))) {
    return undefined
  }
  const restored = entries.flatMap((entry) => {
    const kept = undoneEntry(entry, scale)
    return kept === undefined ? [] : [kept]
  })
  return restored
}

/** In the order of now, with entries the change took away at the place of the first it put there. */
function alignedEntries(
  before: readonly Written[],
  after: readonly Written[],
  now: readonly Written[],
): Entry[] | undefined {
  const [old, ours, theirs] = [byPlace(before), byPlace(after), byPlace(now)]
  if (old === undefined || ours === undefined || theirs === undefined) {
    return undefined
  }
  const present = [...theirs].map(([place, entry]) => ({ before: old.get(place), after: ours.get(place), now: entry }))
  const absent = [...old].flatMap(([place, entry]) =>
    theirs.has(place) ? [] : [{ before: entry, after: ours.get(place) }],
  )
  const at = present.findIndex((entry) => entry.before === undefined && entry.after !== undefined)
  const place = at === -1 ? present.length : at
  return [...present.slice(0, place), ...absent, ...present.slice(place)]
}

/** Undefined where two entries lead to the same place. */
function byPlace(entries: readonly Written[]): Map<string, Written> | undefined {
  const found = new Map(entries.map((entry) => [canonicalText(entry.destination), entry]))
  return found.size === entries.length ? found : undefined
}

function totalOf(entries: readonly Written[]): number {
  return entries.reduce((sum, { weight }) => sum + (numberOf(weight) ?? 0), 0)
}

/** Whether the change touched the entry and somebody else did so since. */
function isConflict({ before, after, now }: Entry): boolean {
  if (isSame(before, after) || isSame(now, after) || isSame(now, before)) {
    return false
  }
  return before === undefined || after === undefined || now === undefined || !touchesOnlyWeight(before, after, now)
}

function touchesOnlyWeight(before: Written, after: Written, now: Written): boolean {
  return isSame(without(before, 'weight'), without(after, 'weight')) && now.weight === after.weight
}

function undoneEntry({ before, after, now }: Entry, scale: number): Written | undefined {
  if (isSame(before, after)) {
    return now
  }
  if (before === undefined) {
    return undefined
  }
  const weight = numberOf(before.weight)
  const old = scale === 1 || weight === undefined ? before : { ...before, weight: weight * scale }
  if (now === undefined || after === undefined || isSame(now, after) || isSame(now, before)) {
    return old
  }
  return old.weight === undefined ? without(now, 'weight') : { ...now, weight: old.weight }
}
