import type { Point } from '../layout/graph-layout.ts'
import { overlaps, type Rectangle, type Viewport } from '../layout/viewport.ts'
import type { NodeView } from '../view/graph-view.ts'

/** A node that has something to tell, and where it is on the screen. */
export interface Told {
  node: NodeView
  centre: Point
}

export interface PlacedCallout extends Told {
  area: Rectangle
}

const mostCallouts = 4
/** How far from its node a callout may stand, near places first. */
const reaches = [14, 34, 58, 90] as const

/** Room beside the first few nodes, near to each, in sight, over nothing of `kept` and over no other callout. */
export function placeCallouts(
  told: readonly Told[],
  sizeOf: (node: NodeView) => { width: number; height: number },
  viewport: Viewport,
  kept: readonly Rectangle[],
): PlacedCallout[] {
  const taken = [...kept]
  return told.slice(0, mostCallouts).flatMap(({ node, centre }) => {
    const area = placesAround(centre, sizeOf(node)).find(
      (place) => isWithin(place, viewport) && !taken.some((other) => overlaps(place, other)),
    )
    if (area === undefined) {
      return []
    }
    taken.push(area)
    return [{ node, centre, area }]
  })
}

function placesAround({ x, y }: Point, { width, height }: { width: number; height: number }): Rectangle[] {
  return reaches.flatMap((reach) =>
    [
      { x: x + reach, y: y + reach },
      { x: x - width - reach, y: y + reach },
      { x: x + reach, y: y - height - reach },
      { x: x - width - reach, y: y - height - reach },
      { x: x + reach + 6, y: y - height / 2 },
      { x: x - width - reach - 6, y: y - height / 2 },
    ].map((corner) => ({ ...corner, width, height })),
  )
}

function isWithin({ x, y, width, height }: Rectangle, viewport: Viewport): boolean {
  return x > 4 && y > 4 && x + width < viewport.width - 4 && y + height < viewport.height - 4
}
