import type { Point } from '../layout/graph-layout.ts'
import type { NodeView } from '../view/graph-view.ts'
import type { Brush, Mark } from './brush.ts'
import { triangle } from './paint-glyph.ts'

/** A node from afar: its state as a shape, nothing else. */
export function paintDot(brush: Brush, node: NodeView, { x, y }: Point, mark: Mark) {
  const { context, palette, zoom } = brush
  const radius = Math.min(6, Math.max(2, 17 * zoom))
  if (mark.isSelected || mark.isHovered) {
    disc(context, x, y, radius + 6)
    context.strokeStyle = mark.isSelected ? palette.accent : palette.text3
    context.lineWidth = 2
    context.stroke()
  }
  switch (node.state) {
    case 'failing':
      if (node.isOrigin) {
        disc(context, x, y, Math.max(radius + 7, 11))
        context.strokeStyle = `color-mix(in srgb, ${palette.failing} 35%, transparent)`
        context.lineWidth = 3
        context.stroke()
      }
      disc(context, x, y, Math.max(radius + 3, 7))
      context.fillStyle = palette.failing
      context.fill()
      context.font = `700 ${Math.max(radius * 2, 11)}px ${palette.font}`
      context.textAlign = 'center'
      context.textBaseline = 'middle'
      context.fillStyle = palette.surface
      context.fillText('!', x, y + 0.5)
      return
    case 'victim':
      disc(context, x, y, radius + 1)
      context.fillStyle = palette.surface
      context.fill()
      context.setLineDash([2.5, 2])
      context.strokeStyle = palette.failing
      context.lineWidth = 1.5
      context.stroke()
      return
    case 'degraded':
      triangle(context, x, y, radius + 1.5)
      context.fillStyle = palette.degraded
      context.fill()
      return
    case 'unknown':
    case 'idle':
      disc(context, x, y, radius - 0.5)
      context.setLineDash(node.state === 'unknown' ? [2, 2] : [])
      context.strokeStyle = palette.lineStrong
      context.lineWidth = 1
      context.stroke()
      return
    default:
      disc(context, x, y, radius)
      context.fillStyle = palette.lineStrong
      context.fill()
  }
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number) {
  context.beginPath()
  context.arc(x, y, Math.max(0.5, radius), 0, Math.PI * 2)
}
