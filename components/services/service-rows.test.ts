import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import { formatSort, nextSort, parseSort, serviceColumns, serviceRows } from './service-rows.ts'

function service(name: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id: `c/shop/${name}`, kind: 'service', cluster: 'c', name, namespace: 'shop', health: 'healthy', ...more }
}

const names = (nodes: GraphNode[]) => nodes.map((node) => node.name)

describe('serviceRows', () => {
  it('finds by name, namespace and version, whatever the case', () => {
    const nodes = [service('cart', { versions: ['v7'] }), service('search', { namespace: 'front' })]
    expect(names(serviceRows(nodes, 'CART', undefined))).toEqual(['cart'])
    expect(names(serviceRows(nodes, 'front', undefined))).toEqual(['search'])
    expect(names(serviceRows(nodes, ' v7 ', undefined))).toEqual(['cart'])
    expect(serviceRows(nodes, 'nothing', undefined)).toEqual([])
  })

  it('puts the worst first unless asked otherwise, then the busiest', () => {
    const nodes = [
      service('calm', { requestsPerSecond: 1 }),
      service('busy', { requestsPerSecond: 9 }),
      service('broken', { health: 'failing' }),
    ]
    expect(names(serviceRows(nodes, '', undefined))).toEqual(['broken', 'busy', 'calm'])
  })

  it('keeps what was not measured last in both directions', () => {
    const nodes = [service('dark'), service('low', { requestsPerSecond: 0 }), service('high', { requestsPerSecond: 5 })]
    const up = serviceRows(nodes, '', { column: 'rate', isDescending: false })
    const down = serviceRows(nodes, '', { column: 'rate', isDescending: true })
    expect(names(up)).toEqual(['low', 'high', 'dark'])
    expect(names(down)).toEqual(['high', 'low', 'dark'])
  })

  it('gives the same order whatever the order it is given', () => {
    const rates = fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), { maxLength: 12 })
    fc.assert(
      fc.property(rates, fc.constantFrom(...serviceColumns), fc.boolean(), (given, column, isDescending) => {
        const nodes = given.map((requestsPerSecond, index) => service(`s${index}`, { requestsPerSecond }))
        const forward = serviceRows(nodes, '', { column, isDescending })
        expect(names(serviceRows(nodes.toReversed(), '', { column, isDescending }))).toEqual(names(forward))
      }),
    )
  })
})

describe('the order in the address', () => {
  it('reads back what it wrote, and takes anything else for the default', () => {
    for (const column of serviceColumns) {
      for (const isDescending of [true, false]) {
        expect(parseSort(formatSort({ column, isDescending }))).toEqual({ column, isDescending })
      }
    }
    expect(parseSort('-nonsense')).toBeUndefined()
    expect(parseSort(undefined)).toBeUndefined()
  })

  it('turns on the second click and lets go on the third', () => {
    const first = nextSort(undefined, 'rate')
    const second = nextSort(first, 'rate')
    expect(first).toEqual({ column: 'rate', isDescending: true })
    expect(second).toEqual({ column: 'rate', isDescending: false })
    expect(nextSort(second, 'rate')).toBeUndefined()
  })
})
