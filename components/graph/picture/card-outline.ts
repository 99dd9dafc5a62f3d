import type { Rectangle } from '../layout/viewport.ts'
import type { NodeView, Outline } from '../view/graph-view.ts'

const dashed = new Set<Outline>(['external', 'unknown', 'passthrough', 'blackhole'])
const round = new Set<Outline>(['app', 'external', 'passthrough', 'blackhole'])

/** What is not of the mesh has a broken outline. */
export function isDashed({ outline }: NodeView): boolean {
  return dashed.has(outline)
}

/** How much farther from the sides of its card the text of a node stands, as a share of the card's height. */
export function sideInset({ outline }: NodeView): { left: number; right: number } {
  if (outline === 'waypoint') {
    return { left: 0.22, right: 0.22 }
  }
  if (outline === 'gateway') {
    return { left: 0, right: 0.2 }
  }
  return round.has(outline) ? { left: 0.1, right: 0.1 } : { left: 0, right: 0 }
}

/** Begins the path of a card: its shape says what kind of thing it is. */
export function traceOutline(context: CanvasRenderingContext2D, { outline }: NodeView, area: Rectangle, grow = 0) {
  const { x, y, width, height } = area
  context.beginPath()
  switch (outline) {
    case 'gateway':
      tracePointed(context, area, grow, { left: 0, right: 0.34 })
      return
    case 'waypoint':
      tracePointed(context, area, grow, { left: 0.3, right: 0.3 })
      return
    default: {
      const radius = round.has(outline) ? height / 2 : Math.min(7, height / 4)
      context.roundRect(x - grow, y - grow, width + grow * 2, height + grow * 2, radius + grow)
    }
  }
}

function tracePointed(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Rectangle,
  grow: number,
  depth: { left: number; right: number },
) {
  const [left, right, top, bottom] = [x - grow, x + width + grow, y - grow, y + height + grow]
  const middle = y + height / 2
  const [cutLeft, cutRight] = [height * depth.left, height * depth.right + grow / 2]
  if (depth.left === 0) {
    context.moveTo(left, bottom - 4)
    context.lineTo(left, top + 4)
    context.quadraticCurveTo(left, top, left + 4, top)
  } else {
    context.moveTo(left, middle)
    context.lineTo(left + cutLeft + grow / 2, top)
  }
  context.lineTo(right - cutRight, top)
  context.lineTo(right, middle)
  context.lineTo(right - cutRight, bottom)
  if (depth.left === 0) {
    context.lineTo(left + 4, bottom)
    context.quadraticCurveTo(left, bottom, left, bottom - 4)
  } else {
    context.lineTo(left + cutLeft + grow / 2, bottom)
  }
  context.closePath()
}
