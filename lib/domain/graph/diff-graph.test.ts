import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aNode, anEdge, aSnapshot } from '../../testing/builders.ts'
import { applyPatch } from './apply-patch.ts'
import { diffGraph } from './diff-graph.ts'
import { GraphEdge, GraphNode, type GraphSnapshot } from './snapshot.ts'

const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e/f', '德', 'Z')
const rate = fc.double({ min: 0, max: 1, noNaN: true })
const counts = fc.dictionary(fc.constantFrom('200', '503', 'UO', 'grpc 14'), rate)

const nodes = fc.uniqueArray(
  fc.record(
    {
      id: ids,
      kind: fc.constantFrom('service' as const, 'workload' as const),
      cluster: fc.constant('demo'),
      name: ids,
      namespace: ids,
      versions: fc.array(ids),
      errorRatio: rate,
      p95Ms: fc.tuple(rate, rate),
      health: fc.constantFrom('failing' as const, 'healthy' as const),
    },
    { requiredKeys: ['id', 'kind', 'cluster', 'name', 'namespace', 'health'] },
  ),
  { selector: (node) => node.id },
)

const edges = fc.uniqueArray(
  fc.record(
    {
      id: ids,
      source: ids,
      target: ids,
      protocol: fc.constantFrom('http' as const, 'tcp' as const),
      byCode: counts,
      reporters: fc.record({ source: fc.record({ requestsPerSecond: rate, byCode: counts, byFlag: counts }) }),
      health: fc.constantFrom('failing' as const, 'healthy' as const),
    },
    { requiredKeys: ['id', 'source', 'target', 'protocol', 'health'] },
  ),
  { selector: (edge) => edge.id },
)

function sorted<Item extends { id: string }>(items: Item[]): Item[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const snapshots: fc.Arbitrary<GraphSnapshot> = fc.record({
  takenAt: fc.integer(),
  windowSeconds: fc.integer(),
  nodes: nodes.map((list) => sorted(list).map((node) => GraphNode.parse(node))),
  edges: edges.map((list) => sorted(list).map((edge) => GraphEdge.parse(edge))),
  notices: fc.constantFrom([], [{ source: 'prometheus' as const, code: 'stale' as const }]),
})

describe('diffGraph and applyPatch', () => {
  it('carry any snapshot into any other', () => {
    fc.assert(
      fc.property(snapshots, snapshots, (a, b) => {
        expect(applyPatch(a, diffGraph(a, b))).toEqual(b)
      }),
    )
  })

  it('carry any snapshot into any other through JSON', () => {
    fc.assert(
      fc.property(snapshots, snapshots, (a, b) => {
        expect(applyPatch(a, JSON.parse(JSON.stringify(diffGraph(a, b))))).toEqual(b)
      }),
    )
  })

  it('say nothing but the time of equal graphs', () => {
    fc.assert(
      fc.property(snapshots, (a) => {
        const patch = diffGraph(a, { ...structuredClone(a), takenAt: a.takenAt + 5 })
        expect(patch).toMatchObject({
          takenAt: a.takenAt + 5,
          nodes: [],
          edges: [],
          removedNodes: [],
          removedEdges: [],
        })
      }),
    )
  })

  it('leave what did not change as the same objects', () => {
    const a = aSnapshot({ nodes: [aNode('a'), aNode('b')], edges: [anEdge('a', 'b')] })
    const b = aSnapshot({ nodes: [aNode('a'), aNode('b', { health: 'failing' })], edges: [anEdge('a', 'b')] })
    const patched = applyPatch(a, diffGraph(a, b))
    expect(patched.nodes[0]).toBe(a.nodes[0])
    expect(patched.edges).toBe(a.edges)
  })
})
