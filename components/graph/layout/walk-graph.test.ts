import { describe, expect, test } from 'vitest'
import { aGraphView, aNodeView, anEdgeView } from '#lib/testing/view-builders.ts'
import { walkGraph } from './walk-graph.ts'

const view = aGraphView({
  nodes: [aNodeView('web'), aNodeView('cart'), aNodeView('pay'), aNodeView('gone', { isHidden: true })],
  edges: [anEdgeView('web', 'cart'), anEdgeView('web', 'pay'), anEdgeView('web', 'gone')],
})
const layout = {
  positions: { web: { x: 0, y: 50 }, cart: { x: 200, y: 0 }, pay: { x: 200, y: 150 }, gone: { x: 10, y: 51 } },
  boxes: [],
  bends: {},
}

describe('walkGraph', () => {
  test('starts at the first node on the left', () => {
    expect(walkGraph(view, layout, undefined, 'right')).toBe('web')
    expect(walkGraph(view, layout, 'web>cart', 'down')).toBe('web')
  })

  test('goes right to the nearest thing called and left to the caller', () => {
    expect(walkGraph(view, layout, 'web', 'right')).toBe('cart')
    expect(walkGraph(view, layout, 'pay', 'left')).toBe('web')
  })

  test('goes up and down within a column', () => {
    expect(walkGraph(view, layout, 'cart', 'down')).toBe('pay')
    expect(walkGraph(view, layout, 'pay', 'up')).toBe('cart')
  })

  test('ends where the way ends, and never at what is hidden', () => {
    expect(walkGraph(view, layout, 'pay', 'right')).toBeUndefined()
    expect(walkGraph({ ...view, edges: [anEdgeView('web', 'gone')] }, layout, 'web', 'right')).toBeUndefined()
  })
})
