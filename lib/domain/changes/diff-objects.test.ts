import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSame } from './canonical-text.ts'
import { diffObjects } from './diff-objects.ts'

describe('diffObjects', () => {
  test('names the field that changed, came or went', () => {
    expect(diffObjects({ a: { b: 1, c: 2 } }, { a: { b: 3, d: 4 } })).toEqual([
      { path: ['a', 'b'], kind: 'changed', before: 1, after: 3 },
      { path: ['a', 'd'], kind: 'added', before: undefined, after: 4 },
      { path: ['a', 'c'], kind: 'removed', before: 2, after: undefined },
    ])
  })

  test('a field that says null is not one that is missing', () => {
    expect(diffObjects({}, { a: null })).toEqual([{ path: ['a'], kind: 'added', before: undefined, after: null }])
    expect(diffObjects({ a: null }, { a: null })).toEqual([])
  })

  test('an item put in between is one addition, one taken away one removal', () => {
    expect(diffObjects([1, 2, 3], [1, 9, 2, 3])).toEqual([{ path: [1], kind: 'added', before: undefined, after: 9 }])
    expect(diffObjects([1, 9, 2, 3], [1, 2, 3])).toEqual([{ path: [1], kind: 'removed', before: 9, after: undefined }])
  })

  test('is empty exactly where both say the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(diffObjects(a, b).length === 0).toBe(isSame(a, b))
        expect(diffObjects(a, structuredClone(a))).toEqual([])
      }),
    )
  })
})
