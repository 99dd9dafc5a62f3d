import { card, type Point } from './graph-layout.ts'

export interface Obstacle {
  x: number
  y: number
  width: number
  height: number
}

/** The height nearest to the wanted one at which nothing stands between two x. */
export function freeHeight(
  obstacles: readonly Obstacle[],
  from: number,
  to: number,
  wanted: number,
  clearance = 7,
): number {
  const blocked = obstacles
    .filter(({ x, width }) => x < to && x + width > from)
    .map(({ y, height }) => ({ top: y - clearance, bottom: y + height + clearance }))
    .toSorted((a, b) => a.top - b.top)
  const merged: { top: number; bottom: number }[] = []
  for (const { top, bottom } of blocked) {
    const last = merged.at(-1)
    if (last !== undefined && top < last.bottom) {
      last.bottom = Math.max(last.bottom, bottom)
    } else {
      merged.push({ top, bottom })
    }
  }
  const hit = merged.find(({ top, bottom }) => wanted > top && wanted < bottom)
  if (hit === undefined) {
    return wanted
  }
  return wanted - hit.top <= hit.bottom - wanted ? hit.top : hit.bottom
}

/** Room after a card in which a line may still change its height. */
const turn = 44
const shortest = 24

/** The way from a card to an edge of its rank, `way` 1 to the right or -1 to the left, past what stands there. */
export function laneOut(centre: Point, edge: number, way: 1 | -1, obstacles: readonly Obstacle[]): Point[] {
  const start = centre.x + (card.width / 2) * way
  if ((edge - start) * way < turn + shortest) {
    return []
  }
  const from = start + turn * way
  const y = freeHeight(obstacles, Math.min(from, edge), Math.max(from, edge), centre.y)
  return y === centre.y
    ? [{ x: edge, y }]
    : [
        { x: from, y },
        { x: edge, y },
      ]
}
