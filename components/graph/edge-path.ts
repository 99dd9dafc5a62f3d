import { card, type Point } from './graph-layout.ts'

/** A smooth line from card to card: quadratic curves through the middles of its control points. */
export interface EdgePath {
  start: Point
  end: Point
  controls: Point[]
}

const half = card.width / 2
const sideBulge = 34

/**
 * Leaves its source on the right and enters its target on the left, flat at both ends, by way of the bends. Between
 * cards one above the other it swings out on the right; backwards it goes from the left side to the right side.
 */
export function edgePath(source: Point, target: Point, bends: readonly Point[] = [], shift = 0): EdgePath {
  if (Math.abs(target.x - source.x) < card.width + 8) {
    const start = { x: source.x + half, y: source.y + shift }
    const end = { x: target.x + half, y: target.y + shift }
    const out = Math.max(start.x, end.x) + sideBulge + Math.min(40, Math.abs(end.y - start.y) / 8)
    return {
      start,
      end,
      controls: [
        { x: out, y: start.y },
        { x: out, y: end.y },
      ],
    }
  }
  const way = target.x > source.x ? 1 : -1
  const start = { x: source.x + way * half, y: source.y + shift }
  const end = { x: target.x - way * half, y: target.y + shift }
  const controls: Point[] = []
  const stops = [start, ...inside(bends, start, end, way), end]
  for (const [index, stop] of stops.entries()) {
    const next = stops[index + 1]
    if (next !== undefined) {
      const middle = (stop.x + next.x) / 2
      controls.push({ x: middle, y: stop.y }, ...(stop.y === next.y ? [] : [{ x: middle, y: next.y }]))
    }
  }
  return { start, end, controls }
}

/** Bends that do not lie between the ends would send the line back on itself. */
function inside(bends: readonly Point[], start: Point, end: Point, way: number): Point[] {
  const ordered = bends.toSorted((a, b) => (a.x - b.x) * way)
  return ordered.filter(({ x }) => (x - start.x) * way > 8 && (end.x - x) * way > 8)
}

/** The point a share 0..1 of its curves along the path. */
export function pointAlong({ start, end, controls }: EdgePath, share: number): Point {
  const knots = controls.map((control, index) => {
    const next = controls[index + 1]
    return next === undefined ? end : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 }
  })
  const at = Math.min(share * controls.length, controls.length - 0.0001)
  const index = Math.floor(at)
  const t = at - index
  const from = index === 0 ? start : (knots[index - 1] ?? start)
  const control = controls[index] ?? end
  const to = knots[index] ?? end
  const mix = (a: number, b: number, c: number) => (1 - t) * (1 - t) * a + 2 * (1 - t) * t * b + t * t * c
  return { x: mix(from.x, control.x, to.x), y: mix(from.y, control.y, to.y) }
}

/** Control points as cytoscape takes them: share along the line between the ends, and distance beside it. */
export function relativeControls({ start, end, controls }: EdgePath): { weights: number[]; distances: number[] } {
  const dx = end.x - start.x
  const dy = end.y - start.y
  const length = Math.hypot(dx, dy) || 1
  return {
    weights: controls.map(({ x, y }) => ((x - start.x) * dx + (y - start.y) * dy) / (length * length)),
    distances: controls.map(({ x, y }) => ((y - start.y) * dx - (x - start.x) * dy) / length),
  }
}
