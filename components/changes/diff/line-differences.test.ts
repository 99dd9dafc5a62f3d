import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineDifferences } from './line-differences.ts'

const line = fc.constantFrom('a', 'b', 'c', 'd')
const text = fc.array(line, { maxLength: 12 })

describe('the difference of two texts', () => {
  test('is nothing where they are the same', () => {
    fc.assert(
      fc.property(text, (lines) => {
        expect(lineDifferences(lines, [...lines])).toEqual([])
      }),
    )
  })

  test('holds every line of both, folded ones counted', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before.join() !== after.join())
        const count = (...kinds: string[]) =>
          lineDifferences(before, after).reduce(
            (sum, found) => sum + (found.kind === 'fold' ? found.count : Number(kinds.includes(found.kind))),
            0,
          )
        expect(count('same', 'removed')).toBe(before.length)
        expect(count('same', 'added')).toBe(after.length)
      }),
    )
  })

  test('shows a changed line between three lines around it', () => {
    const before = ['1', '2', '3', '4', '5', 'weight: 100', '7', '8', '9', '10', '11']
    const after = before.with(5, 'weight: 90')
    expect(lineDifferences(before, after)).toEqual([
      { kind: 'fold', count: 2 },
      { kind: 'same', text: '3' },
      { kind: 'same', text: '4' },
      { kind: 'same', text: '5' },
      { kind: 'removed', text: 'weight: 100' },
      { kind: 'added', text: 'weight: 90' },
      { kind: 'same', text: '7' },
      { kind: 'same', text: '8' },
      { kind: 'same', text: '9' },
      { kind: 'fold', count: 2 },
    ])
  })

  test('of two long texts that share nothing comes at once', () => {
    const before = Array.from({ length: 5000 }, (_, index) => `before ${index}`)
    const after = Array.from({ length: 5000 }, (_, index) => `after ${index}`)
    expect(lineDifferences(before, after)).toHaveLength(10_000)
  })
})
