import type { Point } from '../layout/graph-layout.ts'
import { hullInset } from '../layout/hull.ts'
import { detailAt, toScreen, type Viewport } from '../layout/viewport.ts'
import { boxId } from '../view/graph-view.ts'
import { curvesOf } from './edge-path.ts'
import { cardOnScreen } from './paint-card.ts'
import type { Scene } from './scene.ts'
import { boundsOf, type ShownLine, shownLines } from './shown-lines.ts'

export interface Hit {
  kind: 'node' | 'edge' | 'box'
  id: string
}

const reach = { dot: 9, line: 6, name: 14 } as const

/** What lies under a point of the screen: a card or dot, else the nearest line, else the name of a box. */
export function whatIsAt(scene: Scene, viewport: Viewport, point: Point): Hit | undefined {
  const node = nodeAt(scene, viewport, point)
  if (node !== undefined) {
    return { kind: 'node', id: node }
  }
  const edge = edgeAt(scene, viewport, point)
  if (edge !== undefined) {
    return { kind: 'edge', id: edge }
  }
  const box = boxAt(scene, viewport, point, Math.max(reach.name, hullInset.top * viewport.zoom))
  return box === undefined ? undefined : { kind: 'box', id: box }
}

/** The box whose hull holds a point of the screen, at most so far from its upper edge. */
export function boxAt(
  { hulls }: Scene,
  viewport: Viewport,
  { x, y }: Point,
  depth = Number.POSITIVE_INFINITY,
): string | undefined {
  const hull = hulls.find((box) => {
    const corner = toScreen(box, viewport)
    const height = Math.min(box.height * viewport.zoom, depth)
    return x >= corner.x && x <= corner.x + box.width * viewport.zoom && y >= corner.y && y <= corner.y + height
  })
  return hull === undefined ? undefined : boxId(hull.id)
}

function nodeAt({ nodes, layout }: Scene, viewport: Viewport, point: Point): string | undefined {
  const isFar = detailAt(viewport.zoom) === 'far'
  let nearest: { id: string; distance: number } | undefined
  for (const { id, isHidden, outline } of nodes.values()) {
    const at = layout.positions[id]
    if (at === undefined || isHidden) {
      continue
    }
    const centre = toScreen(at, viewport)
    const [dx, dy] = [Math.abs(point.x - centre.x), Math.abs(point.y - centre.y)]
    const distance = Math.hypot(dx, dy)
    const { width, height } = cardOnScreen(centre, viewport.zoom)
    const isHit = isFar && outline !== 'box' ? distance <= reach.dot : dx <= width / 2 && dy <= height / 2
    if (isHit && (nearest === undefined || distance < nearest.distance)) {
      nearest = { id, distance }
    }
  }
  return nearest?.id
}

function edgeAt(scene: Scene, viewport: Viewport, point: Point): string | undefined {
  const isFar = detailAt(viewport.zoom) === 'far'
  let nearest: { id: string; distance: number } | undefined
  for (const line of shownLines(scene, viewport)) {
    const { x, y, width, height } = boundsOf(line.path, viewport)
    const isNear =
      point.x >= x - reach.line &&
      point.x <= x + width + reach.line &&
      point.y >= y - reach.line &&
      point.y <= y + height + reach.line
    if (!isNear) {
      continue
    }
    const distance = distanceTo(traced(line, scene, viewport, isFar), point)
    if (distance <= reach.line && (nearest === undefined || distance < nearest.distance)) {
      nearest = { id: line.edge.id, distance }
    }
  }
  return nearest?.id
}

const piecesPerCurve = 10

/** The line as it is drawn, in straight pieces on the screen. */
function traced({ edge, path }: ShownLine, { layout }: Scene, viewport: Viewport, isFar: boolean): Point[] {
  const [from, to] = [layout.positions[edge.source], layout.positions[edge.target]]
  if (isFar && from !== undefined && to !== undefined) {
    return [toScreen(from, viewport), toScreen(to, viewport)]
  }
  const points = [path.start]
  let start = path.start
  for (const { control, to: end } of curvesOf(path)) {
    for (let piece = 1; piece <= piecesPerCurve; piece++) {
      const t = piece / piecesPerCurve
      const mix = (a: number, b: number, c: number) => (1 - t) * (1 - t) * a + 2 * (1 - t) * t * b + t * t * c
      points.push({ x: mix(start.x, control.x, end.x), y: mix(start.y, control.y, end.y) })
    }
    start = end
  }
  return points.map((at) => toScreen(at, viewport))
}

function distanceTo(points: readonly Point[], { x, y }: Point): number {
  let least = Number.POSITIVE_INFINITY
  points.forEach((to, index) => {
    const from = points[index - 1]
    if (from === undefined) {
      return
    }
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    const length = dx * dx + dy * dy
    const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / length))
    least = Math.min(least, Math.hypot(x - from.x - dx * share, y - from.y - dy * share))
  })
  return least
}
