import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphNode } from '#lib/domain/graph/snapshot.ts'
import type { Finding } from '#lib/domain/mesh/finding.ts'
import {
  formatSort,
  type ListFilter,
  listRows,
  nextSort,
  parseSort,
  serviceColumns,
  workloadColumns,
} from './list-rows.ts'
import { withFacts } from './with-facts.ts'

function service(name: string, fields: Partial<GraphNode> = {}): GraphNode {
  return {
    id: `service:demo/shop/${name}`,
    kind: 'service',
    cluster: 'demo',
    name,
    namespace: 'shop',
    health: 'healthy',
    ...fields,
  }
}

const nodes = [
  service('search', { requestsPerSecond: 60, versions: ['v5'], membership: 'sidecar' }),
  service('payments', {
    health: 'failing',
    requestsPerSecond: 23,
    errorRatio: 0.05,
    namespace: 'pay',
    membership: 'none',
  }),
  service('quiet', { health: 'idle' }),
  service('catalog', { requestsPerSecond: 150, errorRatio: 0.001 }),
]
const finding: Finding = { rule: 'headless', severity: 'info', params: {} }
const facts = [
  { cluster: 'demo', namespace: 'pay', name: 'payments', findings: [{ ...finding, severity: 'error' as const }] },
  { cluster: 'other-name', namespace: 'shop', name: 'search', findings: [finding, finding] },
  { cluster: 'demo', namespace: 'shop', name: 'catalog', findings: [] },
]
const rows = withFacts(nodes, facts)

const none: ReadonlySet<string> = new Set()
const all: ListFilter = { query: '', health: none, membership: none, readiness: none }
const namesOf = (filter: Partial<ListFilter>, sort?: string) =>
  listRows(rows, { ...all, ...filter }, parseSort(sort, serviceColumns)).map(({ node }) => node.name)

describe('listRows', () => {
  it('shows the worst first, victims after origins, then the busiest, and what is idle last', () => {
    expect(namesOf({})).toEqual(['payments', 'catalog', 'search', 'quiet'])
    const victim = { node: service('front', { health: 'failing', role: 'victim', requestsPerSecond: 900 }) }
    const names = listRows([victim, ...rows], all, undefined).map(({ node }) => node.name)
    expect(names.slice(0, 2)).toEqual(['payments', 'front'])
  })

  it('searches names, namespaces and versions', () => {
    expect(namesOf({ query: ' PAY ' })).toEqual(['payments'])
    expect(namesOf({ query: 'v5' })).toEqual(['search'])
    expect(namesOf({ query: 'shop' })).toEqual(['catalog', 'search', 'quiet'])
  })

  it('keeps what meets every condition; what is not known meets none', () => {
    expect(namesOf({ health: new Set(['failing', 'idle']) })).toEqual(['payments', 'quiet'])
    expect(namesOf({ membership: new Set(['none', 'unknown']) })).toEqual(['payments', 'catalog', 'quiet'])
    expect(namesOf({ readiness: new Set(['error', 'ready']) })).toEqual(['payments', 'catalog'])
    expect(namesOf({ readiness: new Set(['error']), health: new Set(['idle']) })).toEqual([])
  })

  it('sorts by a column, with what was not measured last either way', () => {
    expect(namesOf({}, '-errors')).toEqual(['payments', 'catalog', 'quiet', 'search'])
    expect(namesOf({}, 'errors')).toEqual(['catalog', 'payments', 'quiet', 'search'])
    expect(namesOf({}, '-readiness')).toEqual(['payments', 'search', 'catalog', 'quiet'])
  })

  it('gives the same order whatever the order it is given', () => {
    const rates = fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), { maxLength: 12 })
    const columns = fc.constantFrom(...serviceColumns, ...workloadColumns)
    fc.assert(
      fc.property(rates, columns, fc.boolean(), (given, column, isDescending) => {
        const some = given.map((rate, index) => ({ node: service(`s${index}`, { requestsPerSecond: rate }) }))
        const forward = listRows(some, all, { column, isDescending })
        expect(listRows(some.toReversed(), all, { column, isDescending })).toEqual(forward)
      }),
    )
  })
})

describe('withFacts', () => {
  it('joins by cluster, and by name alone where one cluster has it', () => {
    const twins = [
      { cluster: 'a', namespace: 'shop', name: 'search', restarts: 1 },
      { cluster: 'b', namespace: 'shop', name: 'search', restarts: 2 },
    ]
    const restartsIn = (cluster: string, known: typeof twins) =>
      withFacts([service('search', { cluster })], known)[0]?.restarts
    expect(restartsIn('b', twins)).toBe(2)
    expect(restartsIn('c', twins)).toBeUndefined()
    expect(restartsIn('c', twins.slice(0, 1))).toBe(1)
  })

  it('leaves everything unknown while nothing was read', () => {
    expect(withFacts([service('search')], undefined)[0]?.findings).toBeUndefined()
  })
})

describe('the order in the address', () => {
  it('reads what it writes and takes nonsense for the default', () => {
    for (const column of serviceColumns) {
      for (const isDescending of [true, false]) {
        const sort = { column, isDescending }
        expect(parseSort(formatSort(sort), serviceColumns)).toEqual(sort)
      }
    }
    expect(parseSort('-restarts', serviceColumns)).toBeUndefined()
    expect(formatSort(undefined)).toBeUndefined()
  })

  it('starts numbers with the largest, words with a, then turns, then leaves', () => {
    const first = nextSort(undefined, 'rate')
    expect(first).toEqual({ column: 'rate', isDescending: true })
    expect(nextSort(first, 'rate')).toEqual({ column: 'rate', isDescending: false })
    expect(nextSort(nextSort(first, 'rate'), 'rate')).toBeUndefined()
    expect(nextSort(first, 'name')).toEqual({ column: 'name', isDescending: false })
  })
})
