import type { NodeView } from '../view/graph-view.ts'
import { card, type GraphLayout, type LayoutBox, type Point } from './graph-layout.ts'

/** Room between the cards of a box and its hull; the name of the box stands in the upper one. */
export const hullInset = { side: 18, top: 44, bottom: 18 } as const

export function hullAround(id: string, places: readonly Point[]): LayoutBox {
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)]
  const x = Math.min(...xs) - card.width / 2 - hullInset.side
  const y = Math.min(...ys) - card.height / 2 - hullInset.top
  return {
    id,
    x,
    y,
    width: Math.max(...xs) + card.width / 2 + hullInset.side - x,
    height: Math.max(...ys) + card.height / 2 + hullInset.bottom - y,
    nodeCount: places.length,
  }
}

/** Hulls round what is shown: where nodes are hidden they draw in to those that are left, or are gone. */
export function shownHulls(nodes: readonly NodeView[], { boxes, positions }: GraphLayout): readonly LayoutBox[] {
  const shown = nodes.filter(({ isHidden }) => !isHidden)
  if (shown.length === nodes.length) {
    return boxes
  }
  const byBox = Map.groupBy(shown, ({ box }) => box)
  return boxes.flatMap(({ id }) => {
    const places = (byBox.get(id) ?? []).flatMap((node) => positions[node.id] ?? [])
    return places.length === 0 ? [] : [hullAround(id, places)]
  })
}
