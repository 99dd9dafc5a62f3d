import { describe, expect, test } from 'vitest'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { parseFilters } from '../view/graph-params.ts'
import type { GraphFilters } from '../view/graph-view.ts'
import { shownGraph } from '../view/shown-graph.ts'
import { callRows, nodeRows } from './graph-rows.ts'

const snapshot: GraphSnapshot = {
  takenAt: 1,
  windowSeconds: 60,
  nodes: [
    { id: 'a', kind: 'workload', cluster: 'c', name: 'web', namespace: 'shop', health: 'failing', role: 'victim' },
    {
      id: 'b',
      kind: 'workload',
      cluster: 'c',
      name: 'pay',
      version: 'v2',
      namespace: 'pay',
      health: 'failing',
      role: 'origin',
    },
    {
      id: 'c',
      kind: 'workload',
      cluster: 'c',
      name: 'cart',
      namespace: 'shop',
      health: 'healthy',
      requestsPerSecond: 3,
    },
  ],
  edges: [
    { id: 'ab', source: 'a', target: 'b', protocol: 'http', health: 'failing', requestsPerSecond: 5, errorRatio: 0.2 },
    { id: 'ac', source: 'a', target: 'c', protocol: 'grpc', health: 'healthy' },
  ],
  notices: [],
}
const viewOf = (patch: Partial<GraphFilters> = {}) =>
  shownGraph(snapshot, { ...parseFilters(() => undefined), ...patch })

describe('the table twin', () => {
  test('has every call and every node of the graph, with names as on the cards', () => {
    expect(callRows(snapshot, viewOf()).map(({ name, target, namespace }) => [name, target, namespace])).toEqual([
      ['web', 'pay v2', 'shop → pay'],
      ['web', 'cart', 'shop'],
    ])
    expect(nodeRows(viewOf()).map(({ name, state, isOrigin }) => [name, state, isOrigin])).toEqual([
      ['web', 'victim', false],
      ['pay v2', 'failing', true],
      ['cart', 'healthy', false],
    ])
  })

  test('obeys the filters of the graph', () => {
    expect(nodeRows(viewOf({ states: ['failing'] })).map(({ id }) => id)).toEqual(['b'])
    expect(callRows(snapshot, viewOf({ find: 'error > 10%' })).map(({ id }) => id)).toEqual(['ab'])
    expect(nodeRows(viewOf({ hide: 'cart' })).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('keeps missing numbers missing, and ranks worse states first', () => {
    const [failing, healthy] = callRows(snapshot, viewOf())
    expect(healthy?.rate).toBeUndefined()
    expect(failing?.rank).toBeLessThan(healthy?.rank ?? 0)
  })
})
