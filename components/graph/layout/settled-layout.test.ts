import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { card, type GraphLayout, type LayoutInput } from './graph-layout.ts'
import { layeredByDagre } from './layout.worker.ts'
import { layoutGraph } from './layout-graph.ts'
import { settledLayout } from './settled-layout.ts'
import { overlaps } from './viewport.ts'

const mesh = (count: number): LayoutInput => ({
  nodes: Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    box: index % 7 === 0 ? '' : `box${index % 3}`,
  })),
  edges: Array.from({ length: count - 1 }, (_, index) => ({
    id: `e${index}`,
    source: `n${Math.floor(index / 2)}`,
    target: `n${index + 1}`,
  })),
})

const arranged = (input: LayoutInput) => ({ input, layout: layoutGraph(input, layeredByDagre) })

const cardsOf = ({ positions }: GraphLayout) =>
  Object.values(positions).map(({ x, y }) => ({ ...card, x: x - card.width / 2, y: y - card.height / 2 }))

describe('settledLayout', () => {
  test('a new call moves nothing', () => {
    const before = arranged(mesh(20))
    const input = { ...before.input, edges: [...before.input.edges, { id: 'new', source: 'n3', target: 'n17' }] }
    expect(settledLayout(before, input)?.positions).toEqual(before.layout.positions)
  })

  test('a node that goes leaves its gap, and comes back into it', () => {
    const before = arranged(mesh(20))
    const left = { ...before.input, nodes: before.input.nodes.filter(({ id }) => id !== 'n8') }
    const settled = settledLayout(before, left)
    expect(settled?.positions).toEqual(
      Object.fromEntries(Object.entries(before.layout.positions).filter(([id]) => id !== 'n8')),
    )
    expect(settled?.boxes.map(({ id, x, y }) => [id, x, y])).toEqual(
      before.layout.boxes.map(({ id, x, y }) => [id, x, y]),
    )
  })

  test('new nodes find gaps: nothing that stands moves, no card lies over another, hulls hold theirs and stay apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 60 }), fc.integer({ min: 0, max: 2 }), fc.nat(), (count, box, caller) => {
        const before = arranged(mesh(count))
        const fresh = { id: 'fresh', box: `box${box}` }
        const call = { id: 'call', source: `n${caller % count}`, target: 'fresh' }
        const input = { nodes: [...before.input.nodes, fresh], edges: [...before.input.edges, call] }
        const layout = settledLayout(before, input)
        if (layout === undefined) {
          return
        }
        const { fresh: place, ...rest } = layout.positions
        expect(rest).toEqual(before.layout.positions)
        const cards = cardsOf(layout)
        for (const things of [cards, layout.boxes]) {
          for (const [index, one] of things.entries()) {
            expect(things.slice(index + 1).some((other) => overlaps(one, other))).toBe(false)
          }
        }
        const hull = layout.boxes.find(({ id }) => id === fresh.box)
        expect(place !== undefined && hull !== undefined && overlaps(hull, { ...place, width: 1, height: 1 })).toBe(
          true,
        )
      }),
      { numRuns: 60 },
    )
  })

  test('finds room for a node more in a mesh of ordinary size', () => {
    const before = arranged(mesh(30))
    const input = { ...before.input, nodes: [...before.input.nodes, { id: 'fresh', box: 'box1' }] }
    expect(settledLayout(before, input)?.positions.fresh).toBeDefined()
  })

  test('what is mostly new, or boxed otherwise, is arranged anew', () => {
    const before = arranged(mesh(20))
    expect(settledLayout(before, mesh(40))).toBeUndefined()
    expect(settledLayout(before, mesh(8))).toBeUndefined()
    const others = before.input.nodes.map(({ id }) => ({ id, box: 'other' }))
    expect(settledLayout(before, { ...before.input, nodes: others })).toBeUndefined()
  })
})
