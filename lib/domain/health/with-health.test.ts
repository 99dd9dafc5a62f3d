import { describe, expect, it } from 'vitest'
import { aNode, anEdge, aSnapshot } from '../../testing/builders.ts'
import type { GraphEdge, GraphNode } from '../graph/snapshot.ts'
import { withHealth } from './with-health.ts'

function edgeHealth(fields: Partial<GraphEdge>) {
  const edge = anEdge('a', 'b', { requestsPerSecond: 10, errorRatio: 0, clientErrorRatio: 0, ...fields })
  return withHealth(aSnapshot({ nodes: [aNode('a'), aNode('b')], edges: [edge] })).edges[0]?.health
}

/** Nodes that get what their edges carry; an edge is [source, target, requests per second, error ratio]. */
function judged(...edges: [string, string, number, number][]) {
  const ids = [...new Set([...edges.map(([source]) => source), ...edges.map(([, target]) => target)])].sort()
  const nodes = ids.map((id): GraphNode => {
    const arriving = edges.filter(([, target]) => target === id)
    const carried = arriving.length > 0 ? arriving : edges.filter(([source]) => source === id)
    const requestsPerSecond = carried.reduce((sum, [, , rate]) => sum + rate, 0)
    const failed = carried.reduce((sum, [, , rate, ratio]) => sum + rate * ratio, 0)
    return aNode(id, { requestsPerSecond, errorRatio: failed / requestsPerSecond })
  })
  const snapshot = withHealth(
    aSnapshot({
      nodes,
      edges: edges.map(([source, target, requestsPerSecond, errorRatio]) =>
        anEdge(source, target, { requestsPerSecond, errorRatio }),
      ),
    }),
  )
  return Object.fromEntries(snapshot.nodes.map((node) => [node.id, node.role ?? node.health]))
}

describe('withHealth', () => {
  it.each([
    ['healthy without failures', {}, 'healthy'],
    ['failing at exactly one percent', { errorRatio: 0.01 }, 'failing'],
    ['degraded at exactly half a percent', { errorRatio: 0.005 }, 'degraded'],
    ['healthy below', { errorRatio: 0.0049 }, 'healthy'],
    ['healthy with fewer than three failures in the window', { requestsPerSecond: 0.04, errorRatio: 1 }, 'healthy'],
    ['failing with three failures in the window', { requestsPerSecond: 0.05, errorRatio: 1 }, 'failing'],
    ['degraded at a tenth of client failures', { clientErrorRatio: 0.1 }, 'degraded'],
    ['healthy below that', { clientErrorRatio: 0.09 }, 'healthy'],
    ['healthy when all of it is injected on purpose', { errorRatio: undefined, injectedRatio: 1 }, 'healthy'],
    ['unknown when nothing says how its requests ended', { errorRatio: undefined }, 'unknown'],
    ['degraded at most when only attempts fail that retries hide', { errorRatio: 1, isAttemptsOnly: true }, 'degraded'],
    ['healthy when attempts alone succeed', { isAttemptsOnly: true }, 'healthy'],
  ] as const)('calls an edge %s', (_, fields, health) => {
    expect(edgeHealth(fields as Partial<GraphEdge>)).toBe(health)
  })

  it('judges what is not injected by itself', () => {
    expect(edgeHealth({ requestsPerSecond: 1, injectedRatio: 0.96, errorRatio: 1 })).toBe('healthy')
    expect(edgeHealth({ requestsPerSecond: 1, injectedRatio: 0.9, errorRatio: 1 })).toBe('failing')
  })

  it('calls an edge degraded whose failures retries hide from the caller', () => {
    const view = { byCode: {}, byFlag: {} }
    const reporters = {
      source: { requestsPerSecond: 80, errorRatio: 0, ...view },
      destination: { requestsPerSecond: 132, errorRatio: 0.39, ...view },
    }
    expect(edgeHealth({ reporters })).toBe('degraded')
    expect(edgeHealth({ reporters: { destination: reporters.destination } })).toBe('healthy')
  })

  it('judges TCP by flags alone', () => {
    const tcp = {
      protocol: 'tcp',
      requestsPerSecond: undefined,
      errorRatio: undefined,
      connectionsPerSecond: 1,
    } as const
    expect(edgeHealth({ ...tcp, byFlag: {} })).toBe('healthy')
    expect(edgeHealth({ ...tcp, byFlag: { DC: 1 } })).toBe('healthy')
    expect(edgeHealth({ ...tcp, byFlag: { UF: 0.1, URX: 0.1 } })).toBe('failing')
    expect(edgeHealth({ ...tcp, connectionsPerSecond: 0, byFlag: { UH: 0.1 } })).toBe('failing')
  })

  it('judges a node by all that arrives, and keeps idle and unknown nodes as they are', () => {
    expect(judged(['a', 'c', 100, 0], ['b', 'c', 10, 0.05])).toMatchObject({ a: 'healthy', c: 'healthy' })
    const still = withHealth(aSnapshot({ nodes: [aNode('i', { health: 'idle' }), aNode('u')] }))
    expect(still.nodes.map((node) => node.health)).toEqual(['idle', 'unknown'])
  })

  it('marks where failures start and who only passes them on', () => {
    expect(judged(['in', 'front', 10, 0.5], ['front', 'cart', 10, 0.5], ['cart', 'db', 10, 0.5])).toEqual({
      in: 'victim',
      front: 'victim',
      cart: 'victim',
      db: 'origin',
    })
  })

  it('calls a node an origin when its failing calls explain less than half of its failures', () => {
    expect(judged(['in', 'front', 10, 0.5], ['front', 'cart', 10, 0.2])).toMatchObject({
      front: 'origin',
      cart: 'origin',
    })
    expect(judged(['in', 'front', 10, 0.5], ['front', 'cart', 10, 0.25])).toMatchObject({ front: 'victim' })
  })

  it('finds an origin in a cycle of nodes that fail each other', () => {
    const roles = judged(['a', 'b', 10, 0.5], ['b', 'a', 10, 0.5])
    expect(roles).toEqual({ a: 'origin', b: 'origin' })
  })

  it('lets a node be victim of one failing edge into a node that is well', () => {
    const roles = judged(['in', 'front', 1, 0.5], ['front', 'cart', 1, 0.5], ['other', 'cart', 1000, 0])
    expect(roles).toMatchObject({ front: 'victim', cart: 'healthy' })
  })

  it('calls a node healthy whose requests were all injected on purpose', () => {
    const { nodes } = withHealth(
      aSnapshot({
        nodes: [aNode('a'), aNode('b', { requestsPerSecond: 5, injectedRatio: 1 })],
        edges: [anEdge('a', 'b', { requestsPerSecond: 5, injectedRatio: 1 })],
      }),
    )
    expect(nodes[1]).toMatchObject({ health: 'healthy' })
  })

  it('does not let attempts that retries hid take the blame for failures of the caller’s own', () => {
    const { nodes, edges } = withHealth(
      aSnapshot({
        nodes: [
          aNode('front', { requestsPerSecond: 100, errorRatio: 1 }),
          aNode('in', { requestsPerSecond: 100, errorRatio: 1 }),
          aNode('v1', { requestsPerSecond: 80, errorRatio: 0 }),
          aNode('v2', { requestsPerSecond: 52, errorRatio: 1 }),
        ],
        edges: [
          anEdge('front', 'v1', { requestsPerSecond: 80, errorRatio: 0 }),
          anEdge('front', 'v2', { requestsPerSecond: 52, errorRatio: 1, isAttemptsOnly: true }),
          anEdge('in', 'front', { requestsPerSecond: 100, errorRatio: 1 }),
        ],
      }),
    )
    expect(edges.map((edge) => edge.health)).toEqual(['healthy', 'degraded', 'failing'])
    expect(nodes.map((node) => node.role ?? node.health)).toEqual(['origin', 'victim', 'healthy', 'origin'])
  })

  it('judges an entry by what it felt, and the node behind by attempts too', () => {
    const view = { byCode: {}, byFlag: {} }
    const reporters = {
      source: { requestsPerSecond: 80, errorRatio: 0, ...view },
      destination: { requestsPerSecond: 132, errorRatio: 0.39, ...view },
    }
    const numbers = { requestsPerSecond: 80, errorRatio: 0 }
    const { nodes } = withHealth(
      aSnapshot({
        nodes: [aNode('gate', numbers), aNode('shop', numbers)],
        edges: [anEdge('gate', 'shop', { ...numbers, reporters })],
      }),
    )
    expect(nodes.map((node) => node.health)).toEqual(['healthy', 'degraded'])
  })
})

describe('withHealth with thresholds of a node’s own', () => {
  const lenient = {
    failingErrorRatio: 0.2,
    degradedErrorRatio: 0.1,
    degradedClientErrorRatio: 0.5,
    minFailedRequests: 50,
  }
  const traffic = { requestsPerSecond: 10, errorRatio: 0.15, clientErrorRatio: 0 }

  function judgedWith(thresholds: Partial<typeof lenient>) {
    const own = { ...lenient, ...thresholds, origin: 'service' as const }
    const { nodes, edges } = withHealth(
      aSnapshot({
        nodes: [aNode('a'), aNode('b', { ...traffic, thresholds: own }), aNode('c', traffic)],
        edges: [anEdge('a', 'b', traffic), anEdge('a', 'c', traffic)],
      }),
    )
    return { nodes: nodes.map(({ health }) => health), edges: edges.map(({ health }) => health) }
  }

  it('judges the node and the edges into it by them, and nothing else', () => {
    const { nodes, edges } = judgedWith({})
    expect(nodes.slice(1)).toEqual(['degraded', 'failing'])
    expect(edges).toEqual(['degraded', 'failing'])
    expect(judgedWith({ failingErrorRatio: 0.15 }).edges[0]).toBe('failing')
    expect(judgedWith({ minFailedRequests: 91 }).edges[0]).toBe('healthy')
  })

  it('calls an entry no worse than the worst of its calls where what it calls has thresholds of its own', () => {
    const entry = (...targets: ('b' | 'c')[]) => {
      const thresholds = { ...lenient, failingErrorRatio: 0.5, degradedErrorRatio: 0.5, origin: 'service' as const }
      const { nodes } = withHealth(
        aSnapshot({
          nodes: [aNode('a', traffic), aNode('b', { ...traffic, thresholds }), aNode('c', traffic)],
          edges: targets.map((target) => anEdge('a', target, traffic)),
        }),
      )
      return nodes[0]?.health
    }
    expect(entry('b')).toBe('healthy')
    expect(entry('c')).toBe('failing')
    expect(entry('b', 'c')).toBe('failing')
  })
})
