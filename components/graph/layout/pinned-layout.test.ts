import { describe, expect, test } from 'vitest'
import { aGraphView, aNodeView, anEdgeView } from '#lib/testing/view-builders.ts'
import type { GraphLayout } from './graph-layout.ts'
import { hullAround } from './hull.ts'
import { pinnedLayout } from './pinned-layout.ts'

const positions = { a: { x: 0, y: 0 }, b: { x: 200, y: 0 }, out: { x: 600, y: 0 } }
const layout: GraphLayout = {
  positions,
  boxes: [hullAround('shop', [positions.a, positions.b])],
  bends: { ab: [{ x: 100, y: 40 }], bo: [{ x: 400, y: 40 }] },
}
const view = aGraphView({
  nodes: [aNodeView('a', { box: 'shop' }), aNodeView('b', { box: 'shop' }), aNodeView('out')],
  edges: [anEdgeView('a', 'b', { id: 'ab' }), anEdgeView('b', 'out', { id: 'bo' })],
})

describe('pinnedLayout', () => {
  test('puts a card where it was pinned and leaves the others where they are', () => {
    const pinned = pinnedLayout(layout, { a: { x: -50, y: 300 } }, view)
    expect(pinned.positions).toEqual({ ...positions, a: { x: -50, y: 300 } })
  })

  test('stretches the hull of its box to it, and to no more', () => {
    const pinned = pinnedLayout(layout, { a: { x: -50, y: 300 } }, view)
    expect(pinned.boxes).toEqual([hullAround('shop', [{ x: -50, y: 300 }, positions.b])])
  })

  test('its own lines forget their way round, the others keep it', () => {
    expect(pinnedLayout(layout, { a: { x: -50, y: 300 } }, view).bends).toEqual({ bo: layout.bends.bo })
  })

  test('without a pin, or with pins of what is gone, it is the layout itself', () => {
    expect(pinnedLayout(layout, {}, view)).toBe(layout)
    expect(pinnedLayout(layout, { gone: { x: 1, y: 1 } }, view)).toBe(layout)
  })
})
