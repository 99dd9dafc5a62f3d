import { describe, expect, test } from 'vitest'
import type { GraphView, NodeView } from '../view/graph-view.ts'
import { walkGraph } from './walk-graph.ts'

const node = (id: string, isHidden = false): NodeView => ({
  id,
  box: '',
  outline: 'workload',
  state: 'healthy',
  isOrigin: false,
  isInjected: false,
  name: id,
  facts: [],
  told: '',
  failuresPerSecond: 0,
  isDimmed: false,
  isHidden,
})

const edge = (source: string, target: string) => ({
  id: `${source}>${target}`,
  source,
  target,
  step: 1 as const,
  tone: 'quiet' as const,
  isTcp: false,
  isAttemptsOnly: false,
  isInjected: false,
  label: [],
  isDimmed: false,
  isHidden: false,
})

const view: GraphView = {
  nodes: [node('web'), node('cart'), node('pay'), node('gone', true)],
  edges: [edge('web', 'cart'), edge('web', 'pay'), edge('web', 'gone')],
  counts: { failing: 0, victim: 0, degraded: 0, unknown: 0, healthy: 4, idle: 0 },
}
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
    expect(walkGraph({ ...view, edges: [edge('web', 'gone')] }, layout, 'web', 'right')).toBeUndefined()
  })
})
