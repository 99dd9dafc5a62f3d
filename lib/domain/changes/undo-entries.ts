import { canonicalText, isSame } from './canonical-text.ts'
import { numberOf, type Written, without } from './written-object.ts'

interface Entry {
  before?: Written | undefined
  after?: Written | undefined
  now?: Written | undefined
}

/** An entry of before as it stands once it is undone. */
type Restore = (before: Written) => Written

/**
 * A route's destinations or mirrors with what a change did to them taken back and what others did since kept; undefined
 * where both touched the same entry. Entries are told by where they lead; where none of ours is there any more, all stays.
 * Where somebody has added an entry since, the weights the change had multiplied or first set stay in use, so that every
 * share is as it was: a destination that stood alone needed no weight, and beside another would get nothing.
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
  const restore = entries.some(isForeign) ? besideOthers(before, totalOf(after)) : asItWas
  if (restore === undefined || entries.some((entry) => isConflict(entry, restore))) {
    return undefined
  }
  return entries.flatMap((entry) => {
    const kept = undoneEntry(entry, restore)
    return kept === undefined ? [] : [kept]
  })
}

const asItWas: Restore = (before) => before

/** Undefined where no whole weights say the same; mirrors have none at all. */
function besideOthers(before: readonly Written[], total: number): Restore | undefined {
  const old = totalOf(before)
  if (total === 0) {
    return asItWas
  }
  if (old === 0) {
    return before.length === 1 ? (entry) => ({ ...entry, weight: total }) : asItWas
  }
  const scale = total / old
  if (!Number.isInteger(scale)) {
    return undefined
  }
  return (entry) => {
    const weight = numberOf(entry.weight)
    return scale === 1 || weight === undefined ? entry : { ...entry, weight: weight * scale }
  }
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
function isConflict({ before, after, now }: Entry, restore: Restore): boolean {
  if (isSame(before, after) || isSame(now, after) || isSame(now, before)) {
    return false
  }
  if (before !== undefined && isSame(now, restore(before))) {
    return false
  }
  return before === undefined || after === undefined || now === undefined || !touchesOnlyWeight(before, after, now)
}

function touchesOnlyWeight(before: Written, after: Written, now: Written): boolean {
  return isSame(without(before, 'weight'), without(after, 'weight')) && now.weight === after.weight
}

function undoneEntry({ before, after, now }: Entry, restore: Restore): Written | undefined {
  if (isSame(before, after)) {
    return now
  }
  if (before === undefined) {
    return undefined
  }
  const old = restore(before)
  if (now === undefined || after === undefined || isSame(now, after) || isSame(now, before)) {
    return old
  }
  return old.weight === undefined ? without(now, 'weight') : { ...now, weight: old.weight }
}
