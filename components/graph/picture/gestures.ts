import type { Point } from '../layout/graph-layout.ts'

/** What a hand does on the picture, in pixels from its left upper corner. */
export interface GestureEvents {
  onPan(by: Point): void
  onZoom(factor: number, at: Point): void
  onHover(at: Point | undefined): void
  onTap(at: Point): void
  onDoubleTap(at: Point): void
  /** Whether the browser's own menu is to stay away. */
  onMenu(at: Point, page: Point): boolean
  /** A pull begins: whether it takes hold of something instead of moving the picture. */
  onGrab(at: Point): boolean
  onPull(at: Point): void
  onDrop(at: Point): void
}

const stillWithin = 4

/** Mouse, pen and fingers: drag, wheel, pinch, tap and pull, each told once. Returns how to stop listening. */
export function listenToGestures(holder: HTMLElement, events: GestureEvents): () => void {
  const listening = new AbortController()
  const { signal } = listening
  const hand = new Hand(holder, events)
  holder.addEventListener('pointerdown', (event) => hand.press(event), { signal })
  holder.addEventListener('pointermove', (event) => hand.move(event), { signal })
  holder.addEventListener('pointerup', (event) => hand.release(event), { signal })
  holder.addEventListener('pointercancel', (event) => hand.release(event), { signal })
  holder.addEventListener('pointerleave', () => events.onHover(undefined), { signal })
  holder.addEventListener('dblclick', (event) => events.onDoubleTap(placeOf(holder, event)), { signal })
  const onMenu = (event: MouseEvent) => {
    if (events.onMenu(placeOf(holder, event), { x: event.clientX, y: event.clientY })) {
      event.preventDefault()
    }
  }
  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    events.onZoom(wheelFactor(event), placeOf(holder, event))
  }
  holder.addEventListener('contextmenu', onMenu, { signal })
  holder.addEventListener('wheel', onWheel, { signal, passive: false })
  return () => listening.abort()
}

/** What is pressed and since where. */
class Hand {
  private readonly holder: HTMLElement
  private readonly events: GestureEvents
  private readonly pointers = new Map<number, Point>()
  private pressedAt: Point | undefined
  private isMoving = false
  private hasGrip = false

  constructor(holder: HTMLElement, events: GestureEvents) {
    this.holder = holder
    this.events = events
  }

  press(event: PointerEvent) {
    if (event.button !== 0) {
      return
    }
    this.holder.setPointerCapture(event.pointerId)
    this.pointers.set(event.pointerId, placeOf(this.holder, event))
    this.pressedAt = this.pointers.size === 1 ? placeOf(this.holder, event) : undefined
    this.isMoving = this.pointers.size > 1
  }

  move(event: PointerEvent) {
    const at = placeOf(this.holder, event)
    const before = this.pointers.get(event.pointerId)
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1]
    if (before === undefined) {
      this.events.onHover(at)
    } else if (other !== undefined) {
      this.pointers.set(event.pointerId, at)
      pinch(this.events, before, at, other)
    } else {
      this.drag(event.pointerId, before, at)
    }
  }

  release(event: PointerEvent) {
    if (!this.pointers.delete(event.pointerId)) {
      return
    }
    const at = placeOf(this.holder, event)
    if (this.hasGrip) {
      this.events.onDrop(at)
    } else if (!this.isMoving && event.type === 'pointerup') {
      this.events.onTap(at)
    }
    this.hasGrip = false
    this.isMoving = this.pointers.size > 0
    this.pressedAt = undefined
  }

  private drag(pointer: number, before: Point, at: Point) {
    if (!this.isMoving) {
      if (this.pressedAt === undefined || distance(at, this.pressedAt) <= stillWithin) {
        return
      }
      this.isMoving = true
      this.hasGrip = this.events.onGrab(this.pressedAt)
    }
    this.pointers.set(pointer, at)
    if (this.hasGrip) {
      this.events.onPull(at)
    } else {
      this.events.onPan({ x: at.x - before.x, y: at.y - before.y })
    }
  }
}

function placeOf(holder: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = holder.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}

function pinch({ onZoom, onPan }: GestureEvents, before: Point, at: Point, other: Point) {
  const middle = (a: Point, b: Point) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
  const [was, is] = [middle(before, other), middle(at, other)]
  onPan({ x: is.x - was.x, y: is.y - was.y })
  onZoom(Math.max(1, distance(at, other)) / Math.max(1, distance(before, other)), is)
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** `WheelEvent.DOM_DELTA_PIXEL` */
const pixelMode = 0
const pixelsPerLine = 16

/** A notch of a wheel is about a quarter closer; a pinch on a touchpad comes as a wheel with Ctrl and small steps. */
function wheelFactor({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const pixels = deltaMode === pixelMode ? deltaY : deltaY * pixelsPerLine
  const bounded = Math.max(-120, Math.min(120, pixels))
  return 2 ** (-bounded * (ctrlKey ? 0.012 : 0.0035))
}
