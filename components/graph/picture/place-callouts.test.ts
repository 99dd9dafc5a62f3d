import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aNodeView } from '#lib/testing/view-builders.ts'
import { overlaps, type Rectangle, type Viewport } from '../layout/viewport.ts'
import { placeCallouts, type Told } from './place-callouts.ts'

const port: Viewport = { zoom: 0.2, pan: { x: 0, y: 0 }, width: 1200, height: 700 }
const size = () => ({ width: 150, height: 44 })
const told = (id: string, x: number, y: number): Told => ({
  node: aNodeView(id, { state: 'failing', isOrigin: true, failuresPerSecond: 1 }),
  centre: { x, y },
})

const point = fc.record({ x: fc.integer({ min: 0, max: 1200 }), y: fc.integer({ min: 0, max: 700 }) })

describe('placeCallouts', () => {
  test('covers no name of a box, no other callout, and stays in sight', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 8 }), fc.array(point, { maxLength: 30 }), (nodes, names) => {
        const kept = names.map((at): Rectangle => ({ ...at, width: 60, height: 12 }))
        const areas = placeCallouts(
          nodes.map(({ x, y }, index) => told(`n${index}`, x, y)),
          size,
          port,
          kept,
        ).map(({ area }) => area)
        for (const [index, area] of areas.entries()) {
          expect([...kept, ...areas.slice(index + 1)].some((other) => overlaps(area, other))).toBe(false)
          expect(area.x >= 0 && area.y >= 0 && area.x + area.width <= 1200 && area.y + area.height <= 700).toBe(true)
        }
      }),
    )
  })

  test('stands beside its own node, the first ones only', () => {
    const many = Array.from({ length: 9 }, (_, index) => told(`n${index}`, 100 + (index % 3) * 400, 80 + index * 65))
    const placed = placeCallouts(many, size, port, [])
    expect(placed.map(({ node }) => node.id)).toEqual(['n0', 'n1', 'n2', 'n3'])
    for (const { area, centre } of placed) {
      expect(Math.abs(area.x + area.width / 2 - centre.x)).toBeLessThan(200)
      expect(Math.abs(area.y + area.height / 2 - centre.y)).toBeLessThan(120)
    }
  })
})
