import { canonicalText, isSame } from './canonical-text.ts'
import type { FieldChange } from './change-plan.ts'
import { writtenOf } from './written-object.ts'

type Path = FieldChange['path']

/**
 * What makes two objects different, field by field in the order of `after`. In lists what is equal is paired first, so
 * that a route put in between is one addition and not a change of all that follow; a path's position is that of `after`,
 * for what is removed that of `before`.
 */
export function diffObjects(before: unknown, after: unknown): FieldChange[] {
  return differences(before, after, [])
}

function differences(before: unknown, after: unknown, path: Path): FieldChange[] {
  // A field that says null is there.
  if ((before === undefined) === (after === undefined) && isSame(before, after)) {
    return []
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return listDifferences(before, after, path)
  }
  if (isFields(before) && isFields(after)) {
    const [old, now] = [writtenOf(before), writtenOf(after)]
    const keys = [...Object.keys(now), ...Object.keys(old).filter((key) => !Object.hasOwn(now, key))]
    return keys.flatMap((key) => differences(old[key], now[key], [...path, key]))
  }
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ path, kind, before, after }]
}

function isFields(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listDifferences(before: readonly unknown[], after: readonly unknown[], path: Path): FieldChange[] {
  const pairs = before.length === after.length ? undefined : pairedEqual(before, after)
  if (pairs === undefined) {
    return after.flatMap((item, index) => differences(before[index], item, [...path, index]))
  }
  const found: FieldChange[] = []
  let [from, to] = [0, 0]
  for (const [left, right] of [...pairs, [before.length, after.length] as const]) {
    found.push(...gapDifferences(before, after, [from, left], [to, right], path))
    from = left + 1
    to = right + 1
  }
  return found
}

/** Between two pairs: as many on both sides are one changed into the other, else some went and some came. */
function gapDifferences(
  before: readonly unknown[],
  after: readonly unknown[],
  [from, left]: [number, number],
  [to, right]: [number, number],
  path: Path,
): FieldChange[] {
  if (left - from === right - to) {
    return after
      .slice(to, right)
      .flatMap((item, index) => differences(before[from + index], item, [...path, to + index]))
  }
  return [
    ...before.slice(from, left).map((item, index) => change([...path, from + index], 'removed', item, undefined)),
    ...after.slice(to, right).map((item, index) => change([...path, to + index], 'added', undefined, item)),
  ]
}

function change(path: Path, kind: FieldChange['kind'], before: unknown, after: unknown): FieldChange {
  return { path, kind, before, after }
}

/** The longest common subsequence of equal items, as positions in both. */
function pairedEqual(before: readonly unknown[], after: readonly unknown[]): [number, number][] {
  const [left, right] = [before.map(canonicalText), after.map(canonicalText)]
  const width = right.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      pairs.push([i++, j++])
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      i++
    } else {
      j++
    }
  }
  return pairs
}
