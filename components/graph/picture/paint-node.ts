import type { Point } from '../layout/graph-layout.ts'
import type { Detail } from '../layout/viewport.ts'
import type { NodeView } from '../view/graph-view.ts'
import type { Brush, Mark } from './brush.ts'
import { traceOutline } from './card-outline.ts'
import { cardOnScreen, paintCard } from './paint-card.ts'
import { paintDot } from './paint-dot.ts'

const fadedAlpha = 0.25

export function paintNode(brush: Brush, node: NodeView, centre: Point, detail: Detail, mark: Mark) {
  const { context, palette } = brush
  context.save()
  if (detail === 'far' && node.outline !== 'box') {
    context.globalAlpha = node.isDimmed && !mark.isHovered ? fadedAlpha : 1
    paintDot(brush, node, centre, mark)
  } else {
    const area = cardOnScreen(centre, brush.zoom)
    if (node.isDimmed && !mark.isHovered) {
      traceOutline(context, node, area)
      context.fillStyle = palette.ground
      context.fill()
      context.globalAlpha = fadedAlpha
    }
    paintCard(brush, node, area, detail, mark)
  }
  context.restore()
}
