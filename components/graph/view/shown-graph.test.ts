import { describe, expect, test } from 'vitest'
import { aNode, anEdge, aSnapshot } from '#lib/testing/builders.ts'
import { parseFilters } from './graph-params.ts'
import type { GraphFilters } from './graph-view.ts'
import { shownGraph } from './shown-graph.ts'

const snapshot = aSnapshot({
  nodes: [
    aNode('web', { health: 'failing', role: 'victim', requestsPerSecond: 311, errorRatio: 0.004 }),
    aNode('pay', { health: 'failing', role: 'origin', namespace: 'pay', requestsPerSecond: 5, errorRatio: 0.2 }),
    aNode('cart', { health: 'healthy', requestsPerSecond: 95, errorRatio: 0 }),
    aNode('db', { health: 'healthy', namespace: 'pay', isTcp: true }),
    aNode('spare', { health: 'idle' }),
    aNode('outside', { namespace: '', kind: 'external', health: 'unknown' }),
  ],
  edges: [
    anEdge('web', 'pay', {
      health: 'failing',
      requestsPerSecond: 5,
      errorRatio: 0.2,
      byCode: { '200': 4, '503': 1 },
      byFlag: { UO: 1 },
      p95Ms: [5, 10],
    }),
    anEdge('web', 'cart', { health: 'healthy', requestsPerSecond: 95, errorRatio: 0 }),
    anEdge('cart', 'db', { protocol: 'tcp', health: 'healthy', bytesPerSecond: 1000 }),
    anEdge('cart', 'pay', { health: 'healthy', requestsPerSecond: 10, isAttemptsOnly: true, isMirrored: true }),
    anEdge('pay', 'outside', { requestsPerSecond: 1, errorRatio: 0 }),
    anEdge('web', 'spare', { health: 'idle' }),
  ],
})

const shown = (patch: Partial<GraphFilters> = {}) =>
  shownGraph(snapshot, { ...parseFilters(() => undefined), ...patch })
const drawnNodes = (patch: Partial<GraphFilters>) =>
  shown(patch)
    .nodes.filter(({ isHidden }) => !isHidden)
    .map(({ node }) => node.id)
const standingNodes = (patch: Partial<GraphFilters>) =>
  shown(patch)
    .nodes.filter(({ isHidden, isDimmed }) => !isHidden && !isDimmed)
    .map(({ node }) => node.id)
const standingEdges = (patch: Partial<GraphFilters>) =>
  shown(patch)
    .edges.filter(({ isHidden, isDimmed }) => !isHidden && !isDimmed)
    .map(({ edge }) => edge.id)

describe('shownGraph', () => {
  test('counts every node of the scope, whatever the filters take away', () => {
    const counts = { failing: 1, victim: 1, degraded: 0, healthy: 2, unknown: 1, idle: 1 }
    expect(shown().counts).toEqual(counts)
    expect(shown({ hide: 'web', states: ['failing'] }).counts).toEqual(counts)
  })

  test('leaves idle nodes and their calls away until asked for them, or when nothing else is there', () => {
    expect(drawnNodes({})).not.toContain('spare')
    expect(standingEdges({})).not.toContain('http:web>spare')
    expect(drawnNodes({ hasIdle: true })).toContain('spare')
    const idle = aSnapshot({ nodes: [aNode('spare', { health: 'idle' })] })
    expect(
      shownGraph(
        idle,
        parseFilters(() => undefined),
      ).nodes,
    ).toHaveLength(1)
  })

  test('mirrored calls go when they are not wanted', () => {
    expect(standingEdges({})).toContain('http:cart>pay')
    expect(standingEdges({ hasMirrored: false })).not.toContain('http:cart>pay')
  })

  test('a state fades the others', () => {
    expect(standingNodes({ states: ['victim'] })).toEqual(['web'])
  })

  test('a chosen node keeps its neighbours and its own calls, the rest fades', () => {
    expect(standingNodes({ selected: 'pay' })).toEqual(['web', 'pay', 'cart', 'outside'])
    expect(standingEdges({ selected: 'pay' })).toEqual(['http:web>pay', 'http:cart>pay', 'http:pay>outside'])
  })

  test('a chosen call keeps its ends, a chosen box its nodes; a choice that is not there fades nothing', () => {
    expect(standingNodes({ selected: 'http:web>cart' })).toEqual(['web', 'cart'])
    expect(standingNodes({ selected: 'box:pay' })).toEqual(['web', 'pay', 'cart', 'db', 'outside'])
    expect(standingNodes({ selected: 'gone' })).toHaveLength(5)
  })

  test('finding fades what does not match and says how many do', () => {
    expect(shown({ find: 'error > 1%' }).found).toEqual({ nodes: 1, calls: 1 })
    expect(standingNodes({ find: 'ns=pay' })).toEqual(['pay', 'db'])
    expect(shown().found).toBeUndefined()
  })

  test('a condition on calls finds calls, and their ends with them', () => {
    expect(standingEdges({ find: 'flag=UO' })).toEqual(['http:web>pay'])
    expect(standingNodes({ find: 'flag=UO' })).toEqual(['web', 'pay'])
    expect(standingNodes({ find: 'flag=UO and ns=pay' })).toEqual(['pay'])
  })

  test('hiding takes nodes away with their calls, or calls alone', () => {
    expect(drawnNodes({ hide: 'cart' })).toEqual(['web', 'pay', 'db', 'outside'])
    expect(standingEdges({ hide: 'cart' })).toEqual(['http:web>pay', 'http:pay>outside'])
    expect(drawnNodes({ hide: 'protocol=tcp' })).toHaveLength(5)
    expect(standingEdges({ hide: 'protocol=tcp' })).not.toContain('http:cart>db')
  })

  test('an expression that cannot be read neither fades nor hides', () => {
    expect(standingNodes({ find: 'colour=red', hide: 'name=' })).toHaveLength(5)
  })

  test('focus draws what is so many calls away, in either direction', () => {
    expect(drawnNodes({ focus: 'outside' })).toEqual(['pay', 'outside'])
    expect(drawnNodes({ focus: 'outside', hops: 2 })).toEqual(['web', 'pay', 'cart', 'outside'])
    expect(drawnNodes({ focus: 'outside', hops: 3 })).toHaveLength(5)
    expect(drawnNodes({ focus: 'box:pay', hops: 1 })).toHaveLength(5)
  })

  test('a share is of what the caller sends; copies it did not feel are no part of it', () => {
    const shareOf = (id: string) => shown().edges.find(({ edge }) => edge.id === id)?.share
    expect(shareOf('http:web>pay')).toBeCloseTo(0.05)
    expect(shareOf('http:cart>db')).toBe(1)
    expect(shareOf('http:cart>pay')).toBeUndefined()
  })

  describe('a collapsed box', () => {
    const { nodes, edges } = shown({ collapsed: ['box:pay'] })

    test('is one node for all that stand in it, as ill as the worst, with what arrives from outside', () => {
      const box = nodes.find(({ node }) => node.id === 'box:pay')
      expect(nodes.map(({ node }) => node.id)).toEqual(['web', 'cart', 'outside', 'box:pay'])
      expect(box).toMatchObject({ members: 2, node: { health: 'failing', role: 'origin', name: 'pay' } })
      expect(box?.node).toMatchObject({ requestsPerSecond: 15, bytesPerSecond: 1000 })
      expect(box?.node.p95Ms).toBeUndefined()
    })

    test('has one call per protocol to each neighbour, none inside, and no bracket made of several', () => {
      expect(edges.map(({ edge }) => edge.id)).toEqual([
        'http:web>cart',
        'http:web>box:pay',
        'tcp:cart>box:pay',
        'http:cart>box:pay',
        'http:box:pay>outside',
      ])
      expect(edges[1]).toMatchObject({ edge: { errorRatio: 0.2, byFlag: { UO: 1 } } })
      expect(edges[1]?.edge.p95Ms).toBeUndefined()
      expect(edges[1]?.share).toBeCloseTo(0.05)
    })

    test('can be chosen, as can its calls', () => {
      const at = (selected: string) => standingNodes({ collapsed: ['box:pay'], selected })
      expect(at('http:web>box:pay')).toEqual(['web', 'box:pay'])
      expect(at('box:pay')).toEqual(['web', 'cart', 'outside', 'box:pay'])
    })

    test('goes only when all in it are hidden', () => {
      expect(drawnNodes({ collapsed: ['box:pay'], hide: 'db' })).toContain('box:pay')
      expect(drawnNodes({ collapsed: ['box:pay'], hide: 'ns=pay' })).not.toContain('box:pay')
    })
  })
})
