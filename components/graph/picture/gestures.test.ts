import { beforeEach, describe, expect, test } from 'vitest'
import type { Point } from '../layout/graph-layout.ts'
import { type GestureEvents, listenToGestures } from './gestures.ts'

class Holder extends EventTarget {
  getBoundingClientRect() {
    return { left: 100, top: 50 }
  }
  setPointerCapture() {
    // Nothing to hold on to here.
  }
  send(type: string, x: number, y: number, rest: Record<string, unknown> = {}) {
    const event = new Event(type, { cancelable: true })
    this.dispatchEvent(Object.assign(event, { button: 0, pointerId: 1, clientX: x + 100, clientY: y + 50, ...rest }))
    return event
  }
}

describe('listenToGestures', () => {
  let holder: Holder
  let told: unknown[][]
  let grips: boolean
  let stop: () => void

  beforeEach(() => {
    holder = new Holder()
    told = []
    grips = false
    const tell =
      (name: string) =>
      (...args: unknown[]) =>
        told.push([name, ...args])
    const events: GestureEvents = {
      onPan: tell('pan'),
      onZoom: tell('zoom'),
      onHover: tell('hover'),
      onTap: tell('tap'),
      onDoubleTap: tell('double'),
      onMenu: (...args) => {
        told.push(['menu', ...args])
        return true
      },
      onGrab: (at: Point) => {
        told.push(['grab', at])
        return grips
      },
      onPull: tell('pull'),
      onDrop: tell('drop'),
    }
    stop = listenToGestures(holder as unknown as HTMLElement, events)
  })

  test('a press that stays where it is is a tap, in pixels of the picture', () => {
    holder.send('pointerdown', 10, 20)
    holder.send('pointermove', 12, 21)
    holder.send('pointerup', 12, 21)
    expect(told).toEqual([['tap', { x: 12, y: 21 }]])
  })

  test('a press that moves moves the picture and taps nothing', () => {
    holder.send('pointerdown', 10, 20)
    holder.send('pointermove', 30, 20)
    holder.send('pointermove', 35, 26)
    holder.send('pointerup', 35, 26)
    expect(told).toEqual([
      ['grab', { x: 10, y: 20 }],
      ['pan', { x: 20, y: 0 }],
      ['pan', { x: 5, y: 6 }],
    ])
  })

  test('what takes hold is pulled along and dropped, and the picture stays', () => {
    grips = true
    holder.send('pointerdown', 10, 20)
    holder.send('pointermove', 30, 20)
    holder.send('pointerup', 40, 20)
    expect(told).toEqual([
      ['grab', { x: 10, y: 20 }],
      ['pull', { x: 30, y: 20 }],
      ['drop', { x: 40, y: 20 }],
    ])
  })

  test('two fingers zoom about their middle and tap nothing', () => {
    holder.send('pointerdown', 0, 0)
    holder.send('pointerdown', 100, 0, { pointerId: 2 })
    holder.send('pointermove', 200, 0, { pointerId: 2 })
    holder.send('pointerup', 200, 0, { pointerId: 2 })
    holder.send('pointerup', 0, 0)
    expect(told).toEqual([
      ['pan', { x: 50, y: 0 }],
      ['zoom', 2, { x: 100, y: 0 }],
    ])
  })

  test('the wheel zooms in upwards and out downwards, and does not scroll the page', () => {
    const up = holder.send('wheel', 5, 5, { deltaY: -100, deltaMode: 0 })
    holder.send('wheel', 5, 5, { deltaY: 100, deltaMode: 0 })
    expect(up.defaultPrevented).toBe(true)
    const [closer, farther] = told.map(([, factor]) => Number(factor))
    expect(closer).toBeGreaterThan(1)
    expect((closer ?? 0) * (farther ?? 0)).toBeCloseTo(1)
  })

  test('hovers while nothing is pressed, and leaves', () => {
    holder.send('pointermove', 3, 4)
    holder.send('pointerleave', 0, 0)
    expect(told).toEqual([
      ['hover', { x: 3, y: 4 }],
      ['hover', undefined],
    ])
  })

  test('a right click asks for the menu and presses nothing', () => {
    holder.send('pointerdown', 1, 2, { button: 2 })
    holder.send('pointerup', 1, 2, { button: 2 })
    const menu = holder.send('contextmenu', 1, 2)
    expect(told).toEqual([['menu', { x: 1, y: 2 }, { x: 101, y: 52 }]])
    expect(menu.defaultPrevented).toBe(true)
  })

  test('says nothing once stopped', () => {
    stop()
    holder.send('pointermove', 3, 4)
    expect(told).toEqual([])
  })
})
