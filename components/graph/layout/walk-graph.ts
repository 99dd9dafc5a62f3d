import type { GraphView } from '../view/graph-view.ts'
import type { GraphLayout, Point } from './graph-layout.ts'

export type Step = 'left' | 'right' | 'up' | 'down'

/**
 * Where an arrow key leads from a node: right to what it calls, left to its callers, up and down to the next node of
 * about the same column. From nowhere (or an edge): to the first node on the left. Undefined where the way ends.
 */
export function walkGraph(
  view: GraphView,
  { positions }: GraphLayout,
  from: string | undefined,
  step: Step,
): string | undefined {
  const places = new Map(
    view.nodes.flatMap((node): [string, Point][] => {
      const at = positions[node.id]
      return at === undefined || node.isHidden ? [] : [[node.id, at]]
    }),
  )
  const here = from === undefined ? undefined : places.get(from)
  if (from === undefined || here === undefined) {
    return [...places].toSorted(([, a], [, b]) => a.x - b.x || a.y - b.y)[0]?.[0]
  }
  const candidates = step === 'left' || step === 'right' ? linked(view, from, step) : besides(places, from, here, step)
  return candidates
    .flatMap((id): [string, number][] => {
      const at = places.get(id)
      return at === undefined ? [] : [[id, Math.hypot(at.x - here.x, (at.y - here.y) * 0.6)]]
    })
    .toSorted(([a, p], [b, q]) => p - q || (a < b ? -1 : 1))[0]?.[0]
}

function linked({ edges }: GraphView, from: string, step: Step): string[] {
  const shown = edges.filter(({ isHidden }) => !isHidden)
  return step === 'right'
    ? shown.filter(({ source, target }) => source === from && target !== from).map(({ target }) => target)
    : shown.filter(({ source, target }) => target === from && source !== from).map(({ source }) => source)
}

function besides(places: Map<string, Point>, from: string, here: Point, step: Step): string[] {
  const way = step === 'down' ? 1 : -1
  return [...places]
    .filter(
      ([id, { x, y }]) => id !== from && (y - here.y) * way > 1 && Math.abs(x - here.x) <= Math.abs(y - here.y) * 2,
    )
    .map(([id]) => id)
}
