import type { Point } from '../layout/graph-layout.ts'
import { detailAt, toScreen, type Viewport } from '../layout/viewport.ts'
import type { Brush } from './brush.ts'
import { curvesOf, type EdgePath } from './edge-path.ts'
import { type LineLook, lineLook } from './line-look.ts'
import type { Scene } from './scene.ts'
import { shownLines } from './shown-lines.ts'

/** Calls as lines between cards, what is wrong and what is chosen over the rest; from afar they run straight. */
export function paintLines({ context, palette, zoom }: Brush, scene: Scene, viewport: Viewport) {
  const isFar = detailAt(zoom) === 'far'
  const lines = shownLines(scene, viewport)
    .map(({ edge, path }) => ({ edge, path, look: lineLook(edge, scene, palette, zoom) }))
    .sort((a, b) => a.look.depth - b.look.depth)
  context.save()
  context.lineJoin = 'round'
  for (const { edge, path, look } of lines) {
    const trace = isFar
      ? straightLine(scene, edge, viewport)
      : curvedLine(path, viewport, look.hasArrow ? arrowLength(look) : 0)
    context.globalAlpha = look.alpha
    if (look.isChosen) {
      context.setLineDash([])
      context.strokeStyle = `color-mix(in srgb, ${palette.accent} 25%, transparent)`
      context.lineWidth = look.width + 10
      context.stroke(trace)
    }
    context.setLineDash([...look.dash])
    context.strokeStyle = look.color
    context.lineWidth = look.isChosen ? Math.max(2.5, look.width) : look.width
    context.stroke(trace)
    if (look.hasArrow && !isFar) {
      paintArrow(context, path, look, viewport)
    }
  }
  context.restore()
}

function straightLine({ layout }: Scene, { source, target }: { source: string; target: string }, viewport: Viewport) {
  const trace = new Path2D()
  const [from, to] = [layout.positions[source], layout.positions[target]]
  if (from !== undefined && to !== undefined) {
    const [start, end] = [toScreen(from, viewport), toScreen(to, viewport)]
    trace.moveTo(start.x, start.y)
    trace.lineTo(end.x, end.y)
  }
  return trace
}

/** Ends where its arrow begins, so that a broad line does not stick out of the tip. */
function curvedLine(path: EdgePath, viewport: Viewport, shorter: number): Path2D {
  const trace = new Path2D()
  const start = toScreen(path.start, viewport)
  trace.moveTo(start.x, start.y)
  const curves = curvesOf(path)
  curves.forEach(({ control, to }, index) => {
    const by = toScreen(control, viewport)
    const at = toScreen(to, viewport)
    const end = index === curves.length - 1 ? back(at, by, shorter * 0.8) : at
    trace.quadraticCurveTo(by.x, by.y, end.x, end.y)
  })
  return trace
}

function arrowLength({ width }: LineLook): number {
  return 4.5 + width * 1.6
}

function paintArrow(context: CanvasRenderingContext2D, path: EdgePath, look: LineLook, viewport: Viewport) {
  const tip = toScreen(path.end, viewport)
  const from = toScreen(path.controls.at(-1) ?? path.start, viewport)
  const foot = back(tip, from, arrowLength(look))
  const half = arrowLength(look) * 0.42
  const length = Math.hypot(tip.x - foot.x, tip.y - foot.y) || 1
  const side = { x: (-(tip.y - foot.y) / length) * half, y: ((tip.x - foot.x) / length) * half }
  context.beginPath()
  context.moveTo(tip.x, tip.y)
  context.lineTo(foot.x + side.x, foot.y + side.y)
  context.lineTo(foot.x - side.x, foot.y - side.y)
  context.closePath()
  context.fillStyle = look.color
  context.fill()
}

/** The point so many pixels before `at` on the way from `from`. */
function back(at: Point, from: Point, pixels: number): Point {
  const length = Math.hypot(at.x - from.x, at.y - from.y)
  return length < pixels
    ? from
    : { x: at.x - ((at.x - from.x) / length) * pixels, y: at.y - ((at.y - from.y) / length) * pixels }
}
