import { describe, expect, test } from 'vitest'
import { firstCondition, testerMatch } from './tester-draft.ts'

describe('who counts as a tester', () => {
  test('is nobody while a line is not filled in', () => {
    expect(testerMatch([])).toBeUndefined()
    expect(testerMatch([firstCondition])).toBeUndefined()
    expect(testerMatch([{ ...firstCondition, name: 'x-canary' }])).toBeUndefined()
    expect(testerMatch([{ ...firstCondition, name: ' ', value: 'alice' }])).toBeUndefined()
  })

  test('is who meets every line, header names in lower case', () => {
    const lines = [
      { id: 0, kind: 'exact' as const, name: ' X-Canary ', value: 'alice' },
      { id: 1, kind: 'present' as const, name: 'x-team', value: '' },
      { id: 2, kind: 'cookie' as const, name: 'beta', value: 'yes' },
    ]
    expect(testerMatch(lines)).toEqual({
      headers: { 'x-canary': { exact: 'alice' }, 'x-team': { present: true } },
      cookie: { name: 'beta', value: 'yes' },
    })
  })

  test('cannot be said with one header twice, nor with two cookies', () => {
    const header = { id: 0, kind: 'exact' as const, name: 'x-a', value: '1' }
    expect(testerMatch([header, { ...header, id: 1, name: 'X-A' }])).toBeUndefined()
    const cookie = { id: 0, kind: 'cookie' as const, name: 'a', value: '1' }
    expect(testerMatch([cookie, { ...cookie, id: 1, name: 'b' }])).toBeUndefined()
  })
})
