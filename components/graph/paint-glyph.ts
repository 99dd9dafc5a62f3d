import type { Brush } from './brush.ts'
import type { NodeView } from './graph-view.ts'

/** State first (`!`, ▲), then the kind, each a shape of its own; returns the room they took. */
export function paintGlyphs(brush: Brush, node: NodeView, x: number, y: number, size: number): number {
  const { context, palette } = brush
  let left = x
  if (node.state === 'failing') {
    context.font = `700 ${size}px ${palette.font}`
    context.textAlign = 'left'
    context.fillStyle = palette.failing
    context.fillText('!', left + 1, y)
    left += size * 0.65
  } else if (node.state === 'degraded') {
    triangle(context, left + size * 0.4, y, size * 0.42)
    context.fillStyle = palette.degraded
    context.fill()
    left += size * 1.1
  }
  const half = size * 0.38
  if (kindGlyph(context, node.outline, left + half, y, half)) {
    context.strokeStyle = palette.text3
    context.lineWidth = 1.2
    context.stroke()
    left += half * 2 + size * 0.4
  } else if (node.outline === 'unknown') {
    context.font = `600 ${size}px ${palette.font}`
    context.textAlign = 'left'
    context.fillStyle = palette.text3
    context.fillText('?', left, y)
    left += size * 0.85
  }
  return left - x
}

function kindGlyph(
  context: CanvasRenderingContext2D,
  kind: NodeView['outline'],
  x: number,
  y: number,
  half: number,
): boolean {
  context.beginPath()
  if (kind === 'service') {
    for (let corner = 0; corner < 5; corner++) {
      const angle = (corner / 5) * Math.PI * 2 - Math.PI / 2
      context.lineTo(x + Math.cos(angle) * half * 1.1, y + Math.sin(angle) * half * 1.1)
    }
    context.closePath()
    return true
  }
  if (kind === 'tcp') {
    context.rect(x - half, y - half, half * 2, half * 2)
    context.moveTo(x - half, y - half / 3)
    context.lineTo(x + half, y - half / 3)
    context.moveTo(x - half, y + half / 3)
    context.lineTo(x + half, y + half / 3)
    return true
  }
  return false
}

export function triangle(context: CanvasRenderingContext2D, x: number, y: number, half: number) {
  context.beginPath()
  context.moveTo(x, y - half)
  context.lineTo(x + half * 1.1, y + half * 0.9)
  context.lineTo(x - half * 1.1, y + half * 0.9)
  context.closePath()
}
