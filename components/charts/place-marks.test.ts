import { expect, test } from 'vitest'
import { placeMarks } from './place-marks.ts'

const mark = (at: number) => ({ key: String(at), at, title: '', href: '' })

test('marks stand where their moment is, those outside nowhere', () => {
  const placed = placeMarks([mark(200), mark(150), mark(99), mark(226)], [100, 125, 150, 175, 200])
  expect(placed.map(({ fraction }) => fraction)).toEqual([0.5, 1])
})

test('what was done just now, before there is a point of it, stands at the right end', () => {
  expect(placeMarks([mark(225)], [100, 125, 150, 175, 200])).toEqual([{ fraction: 1, marks: [mark(225)] }])
})

test('marks too close to be told apart stand together, at the first of them', () => {
  const placed = placeMarks([mark(106), mark(100), mark(103), mark(150)], [100, 125, 150, 175, 200])
  expect(placed.map(({ fraction, marks }) => [fraction, marks.map(({ at }) => at)])).toEqual([
    [0, [100, 103, 106]],
    [0.5, [150]],
  ])
})

test('a chart of one moment does not divide by nothing', () => {
  expect(placeMarks([mark(100)], [100])).toEqual([{ fraction: 0, marks: [mark(100)] }])
})
