import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wrongSince } from './wrong-since.ts'

describe('wrongSince', () => {
  it.each([
    ['nothing measured', [null, null], undefined],
    ['nothing wrong', [0, 0.001, 0], undefined],
    ['wrong long ago, fine for two points', [0.5, 0.5, 0, 0], undefined],
    ['wrong up to the end', [0, 0, 0.2, 0.3], { first: 2, isOpen: false }],
    ['one fine point among wrong ones', [0, 0.2, 0, 0.3, 0.3], { first: 1, isOpen: false }],
    ['two fine points between two runs', [0.2, 0, 0, 0.3, 0.3], { first: 3, isOpen: false }],
    ['a fine last point', [0, 0.2, 0.2, 0], { first: 1, isOpen: false }],
    ['gaps in the run', [0, 0.2, null, null, 0.3], { first: 1, isOpen: false }],
    ['wrong from the first point on', [0.2, 0.2, 0.2], { first: 0, isOpen: true }],
    ['wrong from the first point that has anything', [null, null, 0.2, 0.2], { first: 2, isOpen: true }],
  ])('%s', (_, points, expected) => {
    expect(wrongSince(points, 0.01)).toEqual(expected)
  })

  it('always begins with a wrong point, and with two fine ones or nothing wrong before it', () => {
    const point = fc.option(fc.constantFrom(0, 0.5), { nil: null })
    fc.assert(
      fc.property(fc.array(point), (points) => {
        const span = wrongSince(points, 0.1)
        if (span === undefined) {
          return points
            .filter((one) => one !== null)
            .slice(-2)
            .every((one) => one === 0)
        }
        const before = points.slice(0, span.first).filter((one) => one !== null)
        return points[span.first] === 0.5 && before.slice(-2).every((one) => one === 0)
      }),
    )
  })
})
