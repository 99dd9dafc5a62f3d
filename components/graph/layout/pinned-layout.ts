import type { GraphView } from '../view/graph-view.ts'
import type { GraphLayout, Pins } from './graph-layout.ts'
import { hullAround } from './hull.ts'

/** A layout with some cards where somebody put them: their hulls stretch to them, their lines run straight over. */
export function pinnedLayout(layout: GraphLayout, pins: Pins, { nodes, edges }: GraphView): GraphLayout {
  const moved = nodes.filter(({ id }) => pins[id] !== undefined && layout.positions[id] !== undefined)
  if (moved.length === 0) {
    return layout
  }
  const positions = { ...layout.positions }
  const bends = { ...layout.bends }
  for (const { id } of moved) {
    positions[id] = pins[id] ?? { x: 0, y: 0 }
  }
  for (const { id } of edges.filter(({ source, target }) => pins[source] !== undefined || pins[target] !== undefined)) {
    delete bends[id]
  }
  const stretched = new Set(moved.map(({ box }) => box))
  const byBox = Map.groupBy(nodes, ({ box }) => box)
  const around = (box: string) => (byBox.get(box) ?? []).flatMap(({ id }) => positions[id] ?? [])
  return {
    positions,
    bends,
    boxes: layout.boxes.map((box) => (stretched.has(box.id) ? hullAround(box.id, around(box.id)) : box)),
  }
}
