import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aGraphView, aNodeView, anEdgeView } from '#lib/testing/view-builders.ts'
import { card, type GraphLayout } from '../layout/graph-layout.ts'
import { overlaps, toScreen, type Viewport } from '../layout/viewport.ts'
import type { EdgeView } from '../view/graph-view.ts'
import { cardOnScreen } from './paint-card.ts'
import { placeEdgeLabels } from './place-edge-labels.ts'
import { emptyScene, sceneOf } from './scene.ts'

const measure = (text: string) => text.length * 6
const port: Viewport = { zoom: 1, pan: { x: 0, y: 0 }, width: 1400, height: 900 }
const call = (id: string, source: string, target: string, fields: Partial<EdgeView> = {}) =>
  anEdgeView(source, target, { id, label: ['12.0 rps', '3.00 %'], ...fields })

function placedOn(positions: GraphLayout['positions'], edges: EdgeView[], viewport = port) {
  const nodes = Object.keys(positions).map((id) => aNodeView(id))
  const scene = sceneOf(aGraphView({ nodes, edges }), { positions, boxes: [], bends: {} }, undefined, emptyScene)
  const cards = Object.values(positions).map((at) => cardOnScreen(toScreen(at, viewport), viewport.zoom))
  return { cards, labels: placeEdgeLabels(measure, scene, viewport, cards) }
}

const place = fc.record({ x: fc.integer({ min: 80, max: 1300 }), y: fc.integer({ min: 40, max: 860 }) })

describe('placeEdgeLabels', () => {
  test('no label lies over a card or over another label, however crowded', () => {
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 2, maxLength: 14 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 25 }),
        (places, pairs) => {
          const positions = Object.fromEntries(places.map((at, index) => [`n${index}`, at]))
          const end = (index: number) => `n${index % places.length}`
          const edges = pairs.map(([a, b], index) => call(`e${index}`, end(a), end(b)))
          const { cards, labels } = placedOn(positions, edges)
          const areas = labels.map(({ area }) => area)
          for (const [index, area] of areas.entries()) {
            expect([...cards, ...areas.slice(index + 1)].some((other) => overlaps(area, other))).toBe(false)
          }
        },
      ),
    )
  })

  const row = { a: { x: 100, y: 300 }, b: { x: 700, y: 300 } }

  test('stands in the middle of its line where nothing is in the way', () => {
    const { labels } = placedOn(row, [call('e', 'a', 'b')])
    const [{ area } = { area: { x: 0, y: 0, width: 0, height: 0 } }] = labels
    expect(area.x + area.width / 2).toBeCloseTo(400, 0)
    expect(area.y + area.height / 2).toBeCloseTo(300, 0)
  })

  test('where there is no room for both the worse call speaks', () => {
    const tight = { a: { x: 100, y: 300 }, b: { x: 100 + card.width + 62, y: 300 } }
    const quiet = call('quiet', 'a', 'b')
    const { labels } = placedOn(tight, [quiet, call('wrong', 'a', 'b', { tone: 'failing' })])
    expect(labels.map(({ edge }) => edge.id)).toEqual(['wrong'])
  })

  test('what is wrong speaks beside its line where the line has no room, and what is quiet keeps silent', () => {
    const x = 300 + card.width + 30
    const tight = { a: { x: 300, y: 300 }, b: { x, y: 200 }, c: { x, y: 250 }, d: { x, y: 300 } }
    const { cards, labels } = placedOn(tight, [call('wrong', 'a', 'b', { tone: 'failing' })])
    expect(labels.map(({ edge, lines }) => [edge.id, lines])).toEqual([['wrong', ['12.0 rps', '3.00 %']]])
    expect(cards.some((other) => labels.some(({ area }) => overlaps(area, other)))).toBe(false)
    expect(placedOn(tight, [call('quiet', 'a', 'b')]).labels).toEqual([])
  })

  test('a label too long for its gap says less, the first part of each line to the last', () => {
    const gap = (width: number) => ({ a: { x: 100, y: 300 }, b: { x: 100 + card.width + width, y: 300 } })
    const long = call('e', 'a', 'b', { label: ['12.0 rps · 40.0 % · HTTP', '3.00 % · p95 10–25 ms'] })
    const linesIn = (width: number) => placedOn(gap(width), [long]).labels[0]?.lines
    expect(linesIn(300)).toEqual(long.label)
    expect(linesIn(120)).toEqual(['12.0 rps · 40.0 %', '3.00 %'])
    expect(linesIn(64)).toEqual(['12.0 rps', '3.00 %'])
    expect(linesIn(40)).toBeUndefined()
  })

  test('from the middle distance only what is wrong speaks', () => {
    const middle = { ...port, zoom: 0.5 }
    const both = [call('quiet', 'a', 'b'), call('wrong', 'b', 'a', { tone: 'degraded' })]
    expect(placedOn(row, both, middle).labels.map(({ edge }) => edge.id)).toEqual(['wrong'])
  })

  test('a lock finds room where its words do not', () => {
    const tight = { a: { x: 100, y: 300 }, b: { x: 100 + card.width + 40, y: 300 } }
    expect(placedOn(tight, [call('e', 'a', 'b', { lock: 'partly' })]).labels).toMatchObject([{ lines: [] }])
  })

  test('a lock that was asked for is shown where there are no words', () => {
    const { labels } = placedOn(row, [
      call('e', 'a', 'b', { label: [], lock: 'closed' }),
      call('f', 'b', 'a', { label: [] }),
    ])
    expect(labels.map(({ edge }) => edge.id)).toEqual(['e'])
  })
})
