import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aGraphView, aNodeView, anEdgeView } from '#lib/testing/view-builders.ts'
import { card, type GraphLayout } from '../layout/graph-layout.ts'
import { hullAround } from '../layout/hull.ts'
import { toScreen, type Viewport } from '../layout/viewport.ts'
import { boxId, type GraphView, type NodeView } from '../view/graph-view.ts'
import { pointAlong } from './edge-path.ts'
import { edgeWays } from './edge-ways.ts'
import { emptyScene, type Scene, sceneOf } from './scene.ts'
import { boxAt, whatIsAt } from './what-is-at.ts'

const node = (id: string, fields: Partial<NodeView> = {}) => aNodeView(id, { box: 'shop', ...fields })

const positions = { a: { x: 100, y: 100 }, b: { x: 500, y: 240 } }
const layout: GraphLayout = { positions, boxes: [hullAround('shop', Object.values(positions))], bends: {} }
const sceneWith = (view: Partial<GraphView>): Scene =>
  sceneOf(
    aGraphView({ nodes: [node('a'), node('b')], edges: [anEdgeView('a', 'b')], ...view }),
    layout,
    undefined,
    emptyScene,
  )
const near: Viewport = { zoom: 1, pan: { x: 0, y: 0 }, width: 1000, height: 600 }
const far: Viewport = { ...near, zoom: 0.2 }

describe('whatIsAt', () => {
  test('a click on the pixel of a node names that node, at every zoom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 2.5, noNaN: true }), fc.constantFrom('a', 'b'), (zoom, id) => {
        const port = { ...near, zoom }
        const at = toScreen(positions[id as keyof typeof positions], port)
        fc.pre(zoom * 400 > 20)
        expect(whatIsAt(sceneWith({}), port, at)).toEqual({ kind: 'node', id })
      }),
    )
  })

  test('a card is hit to its corners, from afar only its dot', () => {
    const corner = { x: 100 + card.width / 2 - 1, y: 100 + card.height / 2 - 1 }
    expect(whatIsAt(sceneWith({ edges: [] }), near, corner)?.id).toBe('a')
    expect(whatIsAt(sceneWith({ edges: [] }), far, toScreen({ x: 172, y: 100 }, far))?.kind).not.toBe('node')
  })

  test('a line is hit on its whole length between the cards, and not beside it', () => {
    const scene = sceneWith({})
    const path = edgeWays([], layout).of(anEdgeView('a', 'b')) ?? expect.fail('no way')
    for (const share of [0.15, 0.4, 0.6, 0.85]) {
      const { x, y } = pointAlong(path, share)
      expect(whatIsAt(scene, near, { x, y })).toEqual({ kind: 'edge', id: 'a>b' })
    }
    expect(whatIsAt(scene, near, { x: 300, y: 240 })).toBeUndefined()
  })

  test('what is hidden cannot be hit', () => {
    const hidden = sceneWith({
      nodes: [node('a', { isHidden: true }), node('b')],
      edges: [anEdgeView('a', 'b', { isHidden: true })],
    })
    expect(whatIsAt(hidden, near, positions.a)).toBeUndefined()
  })

  test('the name of a box is the box, its ground is not, but belongs to it', () => {
    const scene = sceneWith({ edges: [] })
    const [hull] = layout.boxes
    expect(whatIsAt(scene, near, { x: (hull?.x ?? 0) + 20, y: (hull?.y ?? 0) + 10 })).toEqual({
      kind: 'box',
      id: boxId('shop'),
    })
    expect(whatIsAt(scene, near, { x: 300, y: 130 })).toBeUndefined()
    expect(boxAt(scene, near, { x: 300, y: 130 })).toBe(boxId('shop'))
  })
})
