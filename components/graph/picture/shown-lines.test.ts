import { describe, expect, test } from 'vitest'
import { aGraphView, aNodeView, anEdgeView } from '#lib/testing/view-builders.ts'
import type { GraphLayout } from '../layout/graph-layout.ts'
import type { Viewport } from '../layout/viewport.ts'
import type { EdgeView } from '../view/graph-view.ts'
import { emptyScene, type Scene, sceneOf } from './scene.ts'
import { shownLines } from './shown-lines.ts'

const size = 500
const id = (index: number) => `n${index}`
const nodes = Array.from({ length: size }, (_, index) => aNodeView(id(index)))
const edges = nodes.slice(1).map((node, index) => anEdgeView(id(index), node.id, { id: `e${index}` }))
const layout: GraphLayout = {
  positions: Object.fromEntries(
    nodes.map((node, index) => [node.id, { x: (index % 25) * 220, y: Math.floor(index / 25) * 60 }]),
  ),
  boxes: [],
  bends: {},
}
const port: Viewport = { zoom: 1, pan: { x: 0, y: 0 }, width: 1000, height: 600 }
const far: Viewport = { ...port, zoom: 0.15 }
const crowd = (changed: Partial<EdgeView> = {}, selected?: string): Scene =>
  sceneOf(
    aGraphView({ nodes, edges: edges.map((edge) => (edge.id === 'e7' ? { ...edge, ...changed } : edge)) }),
    layout,
    selected,
    emptyScene,
  )
const drawn = (scene: Scene, viewport: Viewport) => shownLines(scene, viewport).map(({ edge }) => edge.id)

describe('shownLines', () => {
  test('a crowd from afar shows only what is wrong', () => {
    expect(drawn(crowd(), far)).toEqual([])
    expect(drawn(crowd({ tone: 'failing' }), far)).toEqual(['e7'])
  })

  test('and what is chosen or under the pointer, with all its calls', () => {
    expect(drawn(crowd({}, 'e7'), far)).toEqual(['e7'])
    expect(drawn({ ...crowd(), hovered: 'n7' }, far)).toEqual(['e6', 'e7'])
  })

  test('near, a crowd shows the calls between what is in sight', () => {
    const lines = drawn(crowd(), port)
    expect(lines).toContain('e0')
    expect(lines).not.toContain('e20')
  })

  test('few calls are all drawn, but for hidden ones', () => {
    const few = aGraphView({ nodes: nodes.slice(0, 4), edges: edges.slice(0, 3) })
    expect(drawn(sceneOf(few, layout, undefined, emptyScene), far)).toEqual(['e0', 'e1', 'e2'])
    const hidden = { ...few, edges: few.edges.map((edge) => ({ ...edge, isHidden: edge.id === 'e1' })) }
    expect(drawn(sceneOf(hidden, layout, undefined, emptyScene), far)).toEqual(['e0', 'e2'])
  })
})
