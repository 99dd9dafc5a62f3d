import type { NodeState } from '#lib/domain/health/node-state.ts'
import { card, type Point } from '../layout/graph-layout.ts'
import { type Detail, detailAt, type Rectangle } from '../layout/viewport.ts'
import type { NodeView } from '../view/graph-view.ts'
import type { Brush, Mark } from './brush.ts'
import { isDashed, traceOutline } from './card-outline.ts'
import { paintName, paintTwoLines } from './paint-card-text.ts'
import type { Palette } from './read-palette.ts'

interface Ring {
  stroke: string
  fill: string
  width: number
  dash: number[]
  ink: string
}

/** A card keeps the height its lines need while there is room between the rows; its width is the model's. */
export function cardOnScreen(centre: Point, zoom: number): Rectangle {
  const width = card.width * zoom
  const lines = detailAt(zoom) === 'near' ? 34 : 24
  const height = Math.max(card.height * zoom, Math.min(lines, (card.height + 12) * zoom))
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height }
}

export function paintCard(brush: Brush, node: NodeView, area: Rectangle, detail: Detail, mark: Mark) {
  const { context, palette } = brush
  const ring = ringOf(node.state, node, palette)
  if (node.isOrigin) {
    traceOutline(context, node, area, 4)
    context.strokeStyle = `color-mix(in srgb, ${palette.failing} 35%, transparent)`
    context.lineWidth = 4
    context.stroke()
  }
  if (mark.isSelected) {
    traceOutline(context, node, area, node.isOrigin ? 8 : 4)
    context.strokeStyle = palette.accent
    context.lineWidth = 2
    context.stroke()
  }
  if (node.outline === 'box') {
    paintStack(brush, node, area, ring)
  }
  traceOutline(context, node, area)
  context.fillStyle = ring.fill
  context.fill()
  if (node.state === 'unknown') {
    hatch(brush, node, area)
    traceOutline(context, node, area)
  }
  context.setLineDash(ring.dash)
  context.strokeStyle = mark.isHovered && ring.width === 1 ? palette.text3 : ring.stroke
  context.lineWidth = ring.width
  context.stroke()
  context.setLineDash([])
  if (detail === 'near') {
    paintTwoLines(brush, node, area, ring.ink)
  } else if (detail === 'middle') {
    paintName(brush, node, area, ring.ink)
  }
}

function ringOf(state: NodeState, node: NodeView, palette: Palette): Ring {
  const dash = isDashed(node) ? [4, 3] : []
  switch (state) {
    case 'failing':
      return { stroke: palette.failing, fill: palette.failingTint, width: 1.75, dash: [], ink: palette.failing }
    case 'victim':
      return { stroke: palette.failing, fill: palette.surface, width: 1.5, dash: [4, 3], ink: palette.failing }
    case 'degraded':
      return { stroke: palette.degraded, fill: palette.surface, width: 1.5, dash, ink: palette.degraded }
    case 'unknown':
      return { stroke: palette.lineStrong, fill: palette.surface, width: 1, dash: [4, 3], ink: palette.text3 }
    case 'idle':
      return { stroke: palette.line, fill: palette.surface, width: 1, dash, ink: palette.text3 }
    default:
      return { stroke: palette.lineStrong, fill: palette.surface, width: 1, dash, ink: palette.text2 }
  }
}

/** A collapsed box is a pile of cards. */
function paintStack({ context, palette }: Brush, node: NodeView, area: Rectangle, { stroke }: Ring) {
  for (const step of [5, 2.5]) {
    traceOutline(context, node, { ...area, x: area.x + step, y: area.y - step })
    context.fillStyle = palette.surface
    context.fill()
    context.strokeStyle = stroke
    context.lineWidth = 1
    context.stroke()
  }
}

function hatch({ context, palette }: Brush, node: NodeView, area: Rectangle) {
  context.save()
  traceOutline(context, node, area)
  context.clip()
  context.strokeStyle = palette.line
  context.lineWidth = 1
  context.beginPath()
  for (let x = area.x - area.height; x < area.x + area.width; x += 7) {
    context.moveTo(x, area.y + area.height)
    context.lineTo(x + area.height, area.y)
  }
  context.stroke()
  context.restore()
}
