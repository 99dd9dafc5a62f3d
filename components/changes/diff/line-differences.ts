import type { DiffLine } from './diff-line.ts'

const contextLines = 3
/** Above this a table of all pairs would freeze the page. */
const maxPairs = 4_000_000

/** The lines of two texts, changed ones with three lines around them, the rest folded. Empty where they are the same. */
export function lineDifferences(before: readonly string[], after: readonly string[]): DiffLine[] {
  const start = commonStart(before, after)
  const [left, right] = [before.slice(start), after.slice(start)]
  const end = commonStart(left.toReversed(), right.toReversed())
  const middle = changedLines(left.slice(0, left.length - end), right.slice(0, right.length - end))
  const same = (lines: readonly string[]) => lines.map((text) => ({ kind: 'same' as const, text }))
  return middle.length === 0
    ? []
    : folded([...same(before.slice(0, start)), ...middle, ...same(left.slice(left.length - end))])
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((line, index) => line !== b[index])
  return differs === -1 ? Math.min(a.length, b.length) : differs
}

/** By the longest common subsequence; where there is too much to compare, all of one and then all of the other. */
function changedLines(left: readonly string[], right: readonly string[]): DiffLine[] {
  const isTooMuch = left.length * right.length > maxPairs
  const width = right.length + 1
  const lengths = isTooMuch ? undefined : new Uint16Array((left.length + 1) * width)
  const at = (i: number, j: number) => lengths?.[i * width + j] ?? 0
  if (lengths !== undefined) {
    for (let i = left.length - 1; i >= 0; i--) {
      for (let j = right.length - 1; j >= 0; j--) {
        lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
      }
    }
  }
  const lines: DiffLine[] = []
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    const [old, now] = [left[i], right[j]]
    if (!isTooMuch && old !== undefined && old === now) {
      lines.push({ kind: 'same', text: old })
      i += 1
      j += 1
    } else if (old !== undefined && (now === undefined || isTooMuch || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', text: old })
      i += 1
    } else {
      lines.push({ kind: 'added', text: now ?? '' })
      j += 1
    }
  }
  return lines
}

function folded(lines: readonly DiffLine[]): DiffLine[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(({ kind }) => kind !== 'same'),
  )
  const shown: DiffLine[] = []
  for (const [index, line] of lines.entries()) {
    const last = shown.at(-1)
    if (isNear[index] === true) {
      shown.push(line)
    } else if (last?.kind === 'fold') {
      last.count += 1
    } else {
      shown.push({ kind: 'fold', count: 1 })
    }
  }
  return shown
}
