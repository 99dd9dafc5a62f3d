import { describe, expect, test } from 'vitest'
import { rowAfterKey } from './row-after-key.ts'

const pressed = (key: string, more: Partial<Record<'metaKey' | 'ctrlKey' | 'altKey', boolean>> = {}) => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  ...more,
})

describe('rowAfterKey', () => {
  test.each([
    ['ArrowDown', 51],
    ['ArrowUp', 49],
    ['PageDown', 70],
    ['PageUp', 30],
    ['Home', 0],
    ['End', 99],
  ])('%s leads from row 50 to row %i', (key, row) => {
    expect(rowAfterKey(pressed(key), 50, 100)).toBe(row)
  })

  test('never leaves the table', () => {
    expect(rowAfterKey(pressed('ArrowUp'), 0, 3)).toBe(0)
    expect(rowAfterKey(pressed('PageDown'), 1, 3)).toBe(2)
  })

  test('leaves other keys, and those that belong to the browser, alone', () => {
    expect(rowAfterKey(pressed('a'), 1, 3)).toBeUndefined()
    expect(rowAfterKey(pressed('Home', { ctrlKey: true }), 1, 3)).toBeUndefined()
    expect(rowAfterKey(pressed('ArrowUp', { metaKey: true }), 1, 3)).toBeUndefined()
  })
})
