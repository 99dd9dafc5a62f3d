import type { Point } from '../layout/graph-layout.ts'
import type { Rectangle, Viewport } from '../layout/viewport.ts'
import type { NodeView } from '../view/graph-view.ts'
import type { Brush } from './brush.ts'
import { placeCallouts, type Told } from './place-callouts.ts'

const heights = { name: 28, both: 44 } as const

/** What is told beside nodes too small to say it themselves, where that covers nothing of `kept`. */
export function paintCallouts(brush: Brush, told: readonly Told[], viewport: Viewport, kept: readonly Rectangle[]) {
  for (const { node, centre, area } of placeCallouts(told, (node) => sizeOf(brush, node), viewport, kept)) {
    paintCallout(brush, node, centre, area)
  }
}

function sizeOf({ context, palette }: Brush, node: NodeView): { width: number; height: number } {
  context.font = `600 13px ${palette.font}`
  const titleWidth = context.measureText(titleOf(node)).width
  context.font = `400 12px ${palette.font}`
  return {
    width: Math.max(titleWidth, context.measureText(node.told).width) + 20,
    height: node.told === '' ? heights.name : heights.both,
  }
}

function titleOf({ name, version }: NodeView): string {
  return version === undefined ? name : `${name} ${version}`
}

function paintCallout({ context, palette }: Brush, node: NodeView, centre: Point, area: Rectangle) {
  const isFailing = node.state === 'failing' || node.state === 'victim'
  context.strokeStyle = isFailing ? palette.failing : palette.lineStrong
  context.lineWidth = 1
  paintLeader(context, centre, area)
  context.beginPath()
  context.roundRect(area.x, area.y, area.width, area.height, 6)
  context.fillStyle = palette.surface
  context.fill()
  context.stroke()
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.font = `600 13px ${palette.font}`
  context.fillStyle = palette.text
  context.fillText(titleOf(node), area.x + 10, area.y + 14)
  context.font = `400 12px ${palette.font}`
  context.fillStyle = isFailing ? palette.failing : palette.text2
  context.fillText(node.told, area.x + 10, area.y + 31)
}

const clearOfDot = 11

/** From the rim of the dot to the nearest side of the callout. */
function paintLeader(context: CanvasRenderingContext2D, { x, y }: Point, area: Rectangle) {
  const to = {
    x: Math.max(area.x, Math.min(area.x + area.width, x)),
    y: Math.max(area.y, Math.min(area.y + area.height, y)),
  }
  const length = Math.hypot(to.x - x, to.y - y)
  if (length > clearOfDot) {
    context.beginPath()
    context.moveTo(x + ((to.x - x) / length) * clearOfDot, y + ((to.y - y) / length) * clearOfDot)
    context.lineTo(to.x, to.y)
    context.stroke()
  }
}
