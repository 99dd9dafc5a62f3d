import { describe, expect, test } from 'vitest'
import { hopsParam, labelsParam, parseFilters, shownExtras, toggledExtra, toggledStates } from './graph-params.ts'

const filtersOf = (params: Record<string, string>) => parseFilters((name) => params[name])

describe('graph parameters', () => {
  test('an empty address names the defaults', () => {
    expect(filtersOf({})).toEqual({
      labels: ['rate', 'errors'],
      find: '',
      hide: '',
      states: [],
      hasIdle: false,
      hasMirrored: true,
      hasMtls: false,
      hops: 1,
      collapsed: [],
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

  test('hops, collapsed boxes and what is drawn besides are written so that they read back the same', () => {
    for (const hops of [1, 2, 3] as const) {
      expect(filtersOf({ ...(hopsParam(hops) !== undefined && { hops: String(hopsParam(hops)) }) }).hops).toBe(hops)
    }
    expect(filtersOf({ hops: '9', collapsed: 'box:shop,nonsense,box:' })).toMatchObject({
      hops: 1,
      collapsed: ['box:shop'],
    })
    for (const { value, isOn } of shownExtras(filtersOf({}))) {
      const patch = toggledExtra(value, !isOn)[value]
      const after = shownExtras(filtersOf(patch === undefined ? {} : { [value]: patch }))
      expect(after.find((extra) => extra.value === value)?.isOn).toBe(!isOn)
    }
  })
})
