import { describe, expect, it } from 'vitest'
import { aNode, anEdge } from '../../testing/builders.ts'
import type { GraphNode } from '../graph/snapshot.ts'
import { defaultThresholds } from '../thresholds/thresholds.ts'
import { causeOf, shareOf } from './problem-cause.ts'

const retried = anEdge('x', 'a', {
  requestsPerSecond: 10,
  errorRatio: 0,
  reporters: {
    source: { byCode: {}, byFlag: {}, requestsPerSecond: 10, errorRatio: 0 },
    destination: { byCode: {}, byFlag: {}, requestsPerSecond: 12, errorRatio: 0.25 },
  },
})
const breaking = anEdge('y', 'a', { protocol: 'tcp', connectionsPerSecond: 10, byFlag: { UF: 1 } })

function cause(fields: Partial<GraphNode>, edges = [retried], thresholds = defaultThresholds) {
  const node = aNode('a', { requestsPerSecond: 10, errorRatio: 0, clientErrorRatio: 0, ...fields })
  return causeOf(node, edges, thresholds)
}

describe('causeOf', () => {
  it('names what decided the judgement: server failures, then the caller’s, then broken connections or retries', () => {
    expect(cause({ health: 'failing', errorRatio: 0.2, clientErrorRatio: 0.5 })).toBe('errors')
    expect(cause({ health: 'degraded', errorRatio: 0.006, clientErrorRatio: 0.5 })).toBe('errors')
    expect(cause({ health: 'degraded', errorRatio: 0.001, clientErrorRatio: 0.5 })).toBe('client-errors')
    expect(cause({ health: 'degraded', errorRatio: 0.001 })).toBe('retries')
    expect(cause({ health: 'failing' }, [breaking])).toBe('connections')
    expect(causeOf(aNode('db', { health: 'degraded' }), [breaking], defaultThresholds)).toBe('connections')
  })

  it('is broken connections where requests fail too little to be the reason, and where they fail not at all', () => {
    expect(cause({ health: 'failing', errorRatio: 0.002 }, [breaking])).toBe('connections')
    expect(cause({ health: 'failing', clientErrorRatio: 0.4 }, [breaking])).toBe('connections')
    expect(cause({ health: 'degraded', errorRatio: 0.002 }, [breaking])).toBe('connections')
  })

  it('goes by the thresholds that were judged by', () => {
    const lenient = { ...defaultThresholds, degradedErrorRatio: 0.1 }
    expect(cause({ health: 'degraded', errorRatio: 0.02, clientErrorRatio: 0.3 }, [], lenient)).toBe('client-errors')
  })
})

describe('shareOf', () => {
  const db = aNode('db', { health: 'failing' })
  const tcp = (id: string, connectionsPerSecond: number, failed: number) =>
    anEdge(id, 'db', { protocol: 'tcp', connectionsPerSecond, byFlag: failed === 0 ? {} : { UF: failed } })

  it('weighs broken connections by all that were opened', () => {
    expect(shareOf('connections', db, [tcp('a', 9, 0), tcp('b', 1, 1)])).toBeCloseTo(0.1)
    expect(shareOf('connections', db, [anEdge('a', 'db')])).toBeUndefined()
  })

  it('takes for retries the edge whose attempts fail most', () => {
    expect(shareOf('retries', aNode('a'), [retried, anEdge('c', 'a')])).toBe(0.25)
  })
})
