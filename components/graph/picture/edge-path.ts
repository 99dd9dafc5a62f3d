import { card, type Point } from '../layout/graph-layout.ts'

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

/** A call to itself: out at the top of its card and back in on the right. */
export function loopPath({ x, y }: Point): EdgePath {
  const [top, right] = [y - card.height / 2, x + half]
  return {
    start: { x: right - 34, y: top },
    end: { x: right, y: y - 4 },
    controls: [
      { x: right - 34, y: top - 30 },
      { x: right + 30, y: top - 30 },
      { x: right + 30, y: y - 4 },
    ],
  }
}

/** Bends that do not lie between the ends would send the line back on itself. */
function inside(bends: readonly Point[], start: Point, end: Point, way: number): Point[] {
  const ordered = bends.toSorted((a, b) => (a.x - b.x) * way)
  return ordered.filter(({ x }) => (x - start.x) * way > 8 && (end.x - x) * way > 8)
}

/** The point a share 0..1 of its curves along the path. */
export function pointAlong(path: EdgePath, share: number): Point {
  const curves = curvesOf(path)
  const at = Math.min(share * curves.length, curves.length - 0.0001)
  const index = Math.floor(at)
  const t = at - index
  const from = curves[index - 1]?.to ?? path.start
  const { control, to } = curves[index] ?? { control: path.end, to: path.end }
  const mix = (a: number, b: number, c: number) => (1 - t) * (1 - t) * a + 2 * (1 - t) * t * b + t * t * c
  return { x: mix(from.x, control.x, to.x), y: mix(from.y, control.y, to.y) }
}

export interface Curve {
  control: Point
  to: Point
}

/** The quadratic curves a path is made of, one after the other from its start. */
export function curvesOf({ controls, end }: EdgePath): Curve[] {
  return controls.map((control, index) => {
    const next = controls[index + 1]
    return { control, to: next === undefined ? end : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 } }
  })
}
