import type { Brush } from './brush.ts'
import type { EdgePath } from './edge-path.ts'
import type { EdgeView } from './graph-view.ts'
import type { Scene } from './scene.ts'
import { detailAt, isOnScreen, toScreen, type Viewport } from './viewport.ts'

/** Whether an edge of a crowded graph deserves a line that can be pointed at. */
export function isOutstanding({ id, source, target, tone }: EdgeView, selected: string | undefined): boolean {
  return tone === 'failing' || tone === 'degraded' || selected === id || selected === source || selected === target
}

/**
 * In a crowded graph, the calm lines: from afar none, nearer those with both ends in sight, and always those of the
 * node under the pointer.
 */
export function paintLines({ context, palette, zoom }: Brush, scene: Scene, viewport: Viewport) {
  const isFar = detailAt(zoom) === 'far'
  const isInSight = inSight(scene, viewport)
  context.lineWidth = Math.max(0.75, zoom)
  for (const edge of scene.edges.values()) {
    const isPointedAt = scene.hovered === edge.source || scene.hovered === edge.target
    const isShown = isPointedAt || (!isFar && isInSight.has(edge.source) && isInSight.has(edge.target))
    if (!isShown || edge.isHidden || isOutstanding(edge, scene.selected)) {
      continue
    }
    const path = scene.ways.of(edge)
    if (path !== undefined) {
      context.globalAlpha = edge.isDimmed && !isPointedAt ? 0.2 : 1
      context.strokeStyle = isPointedAt ? palette.text3 : palette.line
      context.setLineDash(edge.isTcp ? [1.5, 4] : edge.isAttemptsOnly ? [7, 4] : [])
      stroke(context, path, viewport)
    }
  }
  context.setLineDash([])
  context.globalAlpha = 1
}

function inSight({ layout, nodes }: Scene, viewport: Viewport): Set<string> {
  return new Set(
    [...nodes.keys()].filter((id) => {
      const at = layout.positions[id]
      return at !== undefined && isOnScreen({ ...toScreen(at, viewport), width: 1, height: 1 }, viewport)
    }),
  )
}

function stroke(context: CanvasRenderingContext2D, { start, end, controls }: EdgePath, viewport: Viewport) {
  const from = toScreen(start, viewport)
  context.beginPath()
  context.moveTo(from.x, from.y)
  controls.forEach((control, index) => {
    const next = controls[index + 1]
    const middle = next === undefined ? end : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 }
    const [by, to] = [toScreen(control, viewport), toScreen(middle, viewport)]
    context.quadraticCurveTo(by.x, by.y, to.x, to.y)
  })
  context.stroke()
}
