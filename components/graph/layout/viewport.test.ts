import { describe, expect, test } from 'vitest'
import { card, type GraphLayout } from './graph-layout.ts'
import { centred, closeUp, detailAt, fitted, panInto, toModel, toScreen, type Viewport, zoomed } from './viewport.ts'

const port: Viewport = { zoom: 1, pan: { x: 0, y: 0 }, width: 1000, height: 600 }

describe('panInto', () => {
  test('moves nothing that is in sight', () => {
    expect(panInto([{ x: 500, y: 300 }], port, 0)).toEqual({ x: 0, y: 0 })
  })

  test('moves no further than needed, on the side that is covered too', () => {
    const { x, y } = panInto([{ x: 900, y: 300 }], port, 360)
    expect(900 + x + card.width / 2).toBeLessThanOrEqual(640)
    expect(900 + x).toBeGreaterThan(500)
    expect(y).toBe(0)
    expect(panInto([{ x: -50, y: 300 }], port, 0).x).toBeGreaterThan(50)
  })

  test('shows the last of those that do not fit together', () => {
    const { x } = panInto(
      [
        { x: 100, y: 300 },
        { x: 2000, y: 300 },
      ],
      port,
      0,
    )
    expect(2000 + x).toBeLessThan(1000)
  })
})

describe('fitted', () => {
  const layout: GraphLayout = {
    positions: { a: { x: -300, y: 50 }, b: { x: 5000, y: 900 } },
    boxes: [{ id: 'box', x: -400, y: 0, width: 5600, height: 1000, nodeCount: 2 }],
    bends: {},
  }

  test('brings everything onto the screen', () => {
    const view: Viewport = { ...port, ...fitted(layout, ['a', 'b'], port.width, port.height) }
    for (const corner of [
      { x: -400, y: 0 },
      { x: 5200, y: 1000 },
    ]) {
      const { x, y } = toScreen(corner, view)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(port.width)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(port.height)
    }
  })

  test('does not blow up a single card, and gives numbers in a window without size', () => {
    expect(fitted(layout, ['a'], port.width, port.height).zoom).toBeLessThanOrEqual(1.2)
    expect(fitted(layout, ['a'], 0, 0).zoom).toBeGreaterThan(0)
  })
})

describe('closeUp', () => {
  const layout: GraphLayout = {
    positions: { a: { x: 0, y: 0 }, b: { x: 600, y: 100 }, far: { x: 9000, y: 0 } },
    boxes: [],
    bends: {},
  }
  const small = { ...port, zoom: 0.3 }
  const isCovered = (at: { x: number; y: number }, view: Viewport) => toScreen(at, view).x > port.width - 200

  test('leaves alone what can be read', () => {
    expect(closeUp(port, layout, [['a', 'b']], { x: 0, y: 0 }, 0)).toBeUndefined()
  })

  test('shows the first circle that can be read whole, beside what is covered', () => {
    const view = closeUp(small, layout, [['a', 'b', 'far'], ['a', 'b'], ['a']], { x: 0, y: 0 }, 200) ?? small
    expect(view.zoom).toBeGreaterThanOrEqual(0.75)
    expect(Object.values(layout.positions).map((at) => isCovered(at, view))).toEqual([false, false, true])
    expect(toScreen({ x: 0, y: 0 }, view).x).toBeGreaterThan(0)
  })

  test('keeps the cards readable where neighbours stand too far apart, and the thing itself in the middle', () => {
    const view = closeUp(small, layout, [['a', 'far']], { x: 0, y: 0 }, 200) ?? small
    expect(view).toMatchObject({ zoom: 0.75, width: port.width, height: port.height })
    expect(toScreen({ x: 0, y: 0 }, view)).toEqual({ x: 400, y: 300 })
  })
})

describe('zoomed', () => {
  test('keeps what is under the pointer under the pointer, and stops at its limits', () => {
    const at = { x: 700, y: 120 }
    const before = toModel(at, port)
    const { x, y } = toScreen(before, zoomed(port, 1.7, at))
    expect(x).toBeCloseTo(at.x)
    expect(y).toBeCloseTo(at.y)
    expect(zoomed(port, 1e6, at).zoom).toBe(2.5)
    expect(zoomed(port, 1e-6, at).zoom).toBe(0.02)
  })
})

test('centred puts a place in the middle of the screen', () => {
  expect(toScreen({ x: 812, y: -40 }, centred({ ...port, zoom: 0.3 }, { x: 812, y: -40 }))).toEqual({ x: 500, y: 300 })
})

test('detail grows with zoom', () => {
  expect([0.1, 0.5, 1].map(detailAt)).toEqual(['far', 'middle', 'near'])
})
