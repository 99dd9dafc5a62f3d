import { describe, expect, it } from 'vitest'
import { aNode, anEdge, aSnapshot } from '../../testing/builders.ts'
import type { GraphSnapshot } from '../graph/snapshot.ts'
import { rankProblems } from './rank-problems.ts'
import { withHealth } from './with-health.ts'

const sick = { requestsPerSecond: 10, errorRatio: 0.5, clientErrorRatio: 0 }
const well = { requestsPerSecond: 10, errorRatio: 0, clientErrorRatio: 0 }

function ranked(parts: Partial<GraphSnapshot>) {
  return rankProblems(withHealth(aSnapshot(parts)))
}

describe('rankProblems', () => {
  it('finds nothing wrong in a healthy graph', () => {
    expect(ranked({ nodes: [aNode('a', well), aNode('b', well)], edges: [anEdge('a', 'b', well)] })).toEqual([])
  })

  it('names the flag of what fails, not of what was injected or only slow', () => {
    const into = (byFlag: Record<string, number>) =>
      ranked({ nodes: [aNode('a', well), aNode('b', sick)], edges: [anEdge('a', 'b', { ...sick, byFlag })] })[0]
        ?.topFlag
    expect(into({ DI: 9, DC: 2, UO: 1 })).toBe('UO')
    expect(into({ DI: 9, DC: 2 })).toBe('DC')
    expect(into({ DI: 9 })).toBeUndefined()
  })

  it('lists an origin with its victims under it, its commonest failure, its callers and its healthy siblings', () => {
    const byCode = { 200: 5, 500: 1, 503: 4 }
    const problems = ranked({
      nodes: [
        aNode('front', sick),
        aNode('in', sick),
        aNode('pay-v1', { ...well, app: 'pay', version: 'v1' }),
        aNode('pay-v2', { ...sick, app: 'pay', version: 'v2' }),
      ],
      edges: [
        anEdge('in', 'front', sick),
        anEdge('front', 'pay-v1', well),
        anEdge('front', 'pay-v2', { ...sick, byCode, byFlag: { UF: 1, URX: 3 } }),
      ],
    })
    expect(problems).toEqual([
      {
        kind: 'node',
        id: 'pay-v2',
        health: 'failing',
        cause: 'errors',
        share: 0.5,
        requestsPerSecond: 10,
        failedPerSecond: 5,
        topCode: '503',
        topFlag: 'URX',
        affectedCallers: 1,
        siblingsHealthy: ['v1'],
        victimIds: ['front', 'in'],
      },
    ])
  })

  it('gives an edge its own line only where its target is well', () => {
    const problems = ranked({
      nodes: [aNode('a', well), aNode('b', { ...well, requestsPerSecond: 1000 }), aNode('in', well)],
      edges: [
        anEdge('in', 'a', well),
        anEdge('a', 'b', { ...sick, requestsPerSecond: 1 }),
        anEdge('in', 'b', { ...well, requestsPerSecond: 999 }),
      ],
    })
    expect(problems).toMatchObject([
      { kind: 'edge', sourceId: 'a', targetId: 'b', failedPerSecond: 0.5, victimIds: [] },
    ])
  })

  it('puts failing before degraded, then more failures before fewer', () => {
    const node = (id: string, requestsPerSecond: number, errorRatio: number) => ({
      node: aNode(id, { requestsPerSecond, errorRatio }),
      edge: anEdge(`to-${id}`, id, { requestsPerSecond, errorRatio }),
    })
    const parts = [node('few', 1, 0.5), node('degraded', 1000, 0.006), node('many', 100, 0.1)]
    const problems = ranked({
      nodes: parts.map(({ node }) => node),
      edges: parts.map(({ edge }) => edge),
    })
    expect(problems.map(({ id }) => id)).toEqual(['many', 'few', 'degraded'])
  })

  it('names the caller’s failures where the server has none', () => {
    const fields = { requestsPerSecond: 10, errorRatio: 0, clientErrorRatio: 0.5, byCode: { 200: 5, 429: 4, 404: 1 } }
    const problems = ranked({ nodes: [aNode('a', fields), aNode('b', fields)], edges: [anEdge('a', 'b', fields)] })
    expect(problems.find(({ id }) => id === 'b')).toMatchObject({
      health: 'degraded',
      topCode: '429',
      failedPerSecond: 0,
    })
  })

  it('counts failed connections of TCP, and reads gRPC statuses', () => {
    const tcp = { protocol: 'tcp', connectionsPerSecond: 10, byFlag: { UH: 4 } } as const
    const grpc = { ...sick, protocol: 'grpc', byCode: { 'grpc 0': 5, 'grpc 14': 5 } } as const
    const problems = ranked({
      nodes: [aNode('a', sick), aNode('db', { connectionsPerSecond: 10 }), aNode('g', sick)],
      edges: [anEdge('a', 'db', tcp), anEdge('a', 'g', grpc)],
    })
    expect(
      problems.map(({ id, failedPerSecond, topCode, topFlag }) => [id, failedPerSecond, topCode, topFlag]),
    ).toEqual([
      ['g', 5, 'grpc 14', undefined],
      ['db', 4, undefined, 'UH'],
    ])
  })

  it('never loses a failing cycle', () => {
    const problems = ranked({
      nodes: [aNode('a', sick), aNode('b', sick)],
      edges: [anEdge('a', 'b', sick), anEdge('b', 'a', sick)],
    })
    expect(problems.map(({ id }) => id)).toEqual(['a', 'b'])
  })
})
