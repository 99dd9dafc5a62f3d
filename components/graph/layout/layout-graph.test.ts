import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { card, type GraphLayout, type LayoutInput } from './graph-layout.ts'
import { layeredByDagre } from './layout.worker.ts'
import { layoutGraph } from './layout-graph.ts'

const boxNames = ['', 'shop', 'pay', '__proto__', 'constructor', '2']

const topology = fc
  .record({
    nodes: fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 60 }), box: fc.integer({ min: 0, max: 5 }) }), {
      selector: ({ id }) => id,
      minLength: 1,
      maxLength: 40,
    }),
    edges: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 }),
  })
  .map(({ nodes, edges }): LayoutInput => {
    const named = nodes.map(({ id, box }) => ({ id: `n${id}`, box: boxNames[box] ?? '' }))
    const at = (index: number) => named[index % named.length]?.id ?? ''
    return {
      nodes: named,
      edges: edges.map(([a, b], index) => ({ id: `e${index}`, source: at(a), target: at(b) })),
    }
  })

const rectangles = ({ positions, boxes }: GraphLayout, input: LayoutInput) => [
  ...boxes.map(({ x, y, width, height }) => ({ x, y, width, height })),
  ...input.nodes
    .filter(({ box }) => box === '')
    .map(({ id }) => ({
      x: (positions[id]?.x ?? 0) - card.width / 2,
      y: (positions[id]?.y ?? 0) - card.height / 2,
      width: card.width,
      height: card.height,
    })),
]

type Rectangle = ReturnType<typeof rectangles>[number]

const overlap = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width - 0.01 && b.x < a.x + a.width - 0.01 && a.y < b.y + b.height - 0.01 && b.y < a.y + a.height - 0.01

describe('layoutGraph', () => {
  test('boxes and free nodes never overlap, and no two nodes do', () => {
    fc.assert(
      fc.property(topology, (input) => {
        const layout = layoutGraph(input, layeredByDagre)
        const cards = input.nodes.map(({ id }) => ({ ...layout.positions[id], width: card.width, height: card.height }))
        for (const group of [rectangles(layout, input), cards as Rectangle[]]) {
          for (const [index, a] of group.entries()) {
            for (const b of group.slice(index + 1)) {
              expect(overlap(a, b)).toBe(false)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('every node has a place, inside its box', () => {
    fc.assert(
      fc.property(topology, (input) => {
        const { positions, boxes } = layoutGraph(input, layeredByDagre)
        for (const { id, box } of input.nodes) {
          const at = positions[id]
          expect(at).toBeDefined()
          const hull = boxes.find((candidate) => candidate.id === box)
          if (at !== undefined && hull !== undefined) {
            expect(at.x - card.width / 2).toBeGreaterThanOrEqual(hull.x)
            expect(at.x + card.width / 2).toBeLessThanOrEqual(hull.x + hull.width)
            expect(at.y - card.height / 2).toBeGreaterThanOrEqual(hull.y)
            expect(at.y + card.height / 2).toBeLessThanOrEqual(hull.y + hull.height)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('the same topology gives the same positions, in whatever order it comes', () => {
    fc.assert(
      fc.property(topology, (input) => {
        const reversed = { nodes: input.nodes.toReversed(), edges: input.edges.toReversed() }
        const one = layoutGraph(input, layeredByDagre)
        const other = layoutGraph(reversed, layeredByDagre)
        expect(other.positions).toEqual(one.positions)
        expect(other.boxes).toEqual(one.boxes)
        expect(other.bends).toEqual(one.bends)
      }),
      { numRuns: 40 },
    )
  })

  test('reads from callers on the left to what they call, across boxes too', () => {
    const { positions, boxes } = layoutGraph(
      {
        nodes: [
          { id: 'db', box: 'data' },
          { id: 'gateway', box: 'edge' },
          { id: 'web', box: 'shop' },
          { id: 'cart', box: 'shop' },
        ],
        edges: [
          { id: '1', source: 'gateway', target: 'web' },
          { id: '2', source: 'web', target: 'cart' },
          { id: '3', source: 'cart', target: 'db' },
        ],
      },
      layeredByDagre,
    )
    const xs = ['gateway', 'web', 'cart', 'db'].map((id) => positions[id]?.x ?? Number.NaN)
    expect(xs).toEqual(xs.toSorted((a, b) => a - b))
    expect(boxes.map(({ id, nodeCount }) => [id, nodeCount])).toEqual([
      ['data', 1],
      ['edge', 1],
      ['shop', 2],
    ])
  })

  test('an edge that skips a rank gets a lane clear of the cards in between', () => {
    const { positions, bends } = layoutGraph(
      {
        nodes: ['a', 'b', 'c'].map((id) => ({ id, box: 'one' })),
        edges: [
          { id: 'ab', source: 'a', target: 'b' },
          { id: 'bc', source: 'b', target: 'c' },
          { id: 'ac', source: 'a', target: 'c' },
        ],
      },
      layeredByDagre,
    )
    const between = positions.b ?? { x: 0, y: 0 }
    expect(bends.ac).toHaveLength(2)
    expect(bends.ab).toBeUndefined()
    for (const { y } of bends.ac ?? []) {
      expect(Math.abs(y - between.y)).toBeGreaterThan(card.height / 2)
    }
  })

  test('many nodes without calls form a compact grid, many boxes rows of about a screen', () => {
    const nodes = Array.from({ length: 900 }, (_, index) => ({ id: `n${index}`, box: `box${index % 18}` }))
    const { boxes } = layoutGraph({ nodes, edges: [] }, layeredByDagre)
    const [first] = boxes
    expect((first?.width ?? 0) / (first?.height ?? 1)).toBeGreaterThan(1)
    expect((first?.width ?? 0) / (first?.height ?? 1)).toBeLessThan(2.5)
    const width = Math.max(...boxes.map((box) => box.x + box.width))
    const height = Math.max(...boxes.map((box) => box.y + box.height))
    expect(width / height).toBeGreaterThan(1)
    expect(width / height).toBeLessThan(2.6)
  })
})
