import { describe, expect, test } from 'vitest'
import { labelsParam, parseFilters, toggledStates } from './graph-params.ts'

const filtersOf = (params: Record<string, string>) => parseFilters((name) => params[name])

describe('graph parameters', () => {
  test('an empty address names the defaults', () => {
    expect(filtersOf({})).toEqual({
      labels: ['rate', 'errors'],
      find: '',
      states: [],
      hasIdle: false,
      box: 'namespace',
    })
  })

  test('what is misspelt is left out, the rest is kept', () => {
    const filters = filtersOf({ labels: 'p95,nonsense', health: 'victim,x', box: 'planet', sel: 'a>b' })
    expect(filters).toMatchObject({ labels: ['p95'], states: ['victim'], box: 'namespace', selected: 'a>b' })
  })

  test('labels are written so that they read back the same', () => {
    for (const labels of [[], ['rate', 'errors'], ['protocol'], ['p95', 'rate']] as const) {
      const written = labelsParam(labels)
      expect(new Set(filtersOf(written === undefined ? {} : { labels: written }).labels)).toEqual(new Set(labels))
    }
  })

  test('a state is added by the first press and taken away by the second', () => {
    expect(toggledStates([], 'victim')).toBe('victim')
    expect(toggledStates(['victim'], 'failing')).toBe('failing,victim')
    expect(toggledStates(['victim'], 'victim')).toBeUndefined()
  })
})
