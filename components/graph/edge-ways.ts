import { type EdgePath, edgePath, relativeControls } from './edge-path.ts'
import type { GraphLayout } from './graph-layout.ts'
import type { EdgeView } from './graph-view.ts'

export interface EdgeWays {
  /** Where an edge runs; undefined for a loop and for an end without a place. */
  of(edge: Pick<EdgeView, 'id' | 'source' | 'target'>): EdgePath | undefined
}

/** How one edge runs, in the canvas library's own words. */
export interface EdgeLine {
  from: string
  to: string
  weights: string
  distances: string
}

const parallelGap = 9

/** Where edges run on a layout, worked out when asked for; edges between the same two nodes run side by side. */
export function edgeWays(edges: readonly Pick<EdgeView, 'id' | 'source' | 'target'>[], layout: GraphLayout): EdgeWays {
  const shifts = new Map<string, number>()
  for (const parallel of Map.groupBy(edges, ({ source, target }) => `${source}\n${target}`).values()) {
    if (parallel.length > 1) {
      parallel.forEach(({ id }, index) => {
        shifts.set(id, (index - (parallel.length - 1) / 2) * parallelGap)
      })
    }
  }
  const known = new Map<string, EdgePath>()
  return {
    of({ id, source, target }) {
      const found = known.get(id)
      const [start, end] = [layout.positions[source], layout.positions[target]]
      if (found !== undefined || start === undefined || end === undefined || source === target) {
        return found
      }
      const path = edgePath(start, end, layout.bends[id], shifts.get(id) ?? 0)
      known.set(id, path)
      return path
    },
  }
}

/** A loop has no line of its own; the canvas library still wants values. */
const straight: EdgeLine = { from: '0 0', to: '0 0', weights: '0.5', distances: '30' }

export function lineOf(edge: EdgeView, ways: EdgeWays, layout: GraphLayout): EdgeLine {
  const path = ways.of(edge)
  return path === undefined ? straight : edgeLine(edge, path, layout)
}

export function edgeLine(
  { source, target }: Pick<EdgeView, 'source' | 'target'>,
  path: EdgePath,
  layout: GraphLayout,
): EdgeLine {
  const [start, end] = [layout.positions[source], layout.positions[target]]
  const { weights, distances } = relativeControls(path)
  return {
    from: `${path.start.x - (start?.x ?? 0)} ${path.start.y - (start?.y ?? 0)}`,
    to: `${path.end.x - (end?.x ?? 0)} ${path.end.y - (end?.y ?? 0)}`,
    weights: weights.map((weight) => weight.toFixed(5)).join(' '),
    distances: distances.map((distance) => distance.toFixed(2)).join(' '),
  }
}
