import type { GraphLayout } from '../layout/graph-layout.ts'
import type { EdgeView } from '../view/graph-view.ts'
import { type EdgePath, edgePath, loopPath } from './edge-path.ts'

export interface EdgeWays {
  /** Where an edge runs; undefined where an end has no place. */
  of(edge: Pick<EdgeView, 'id' | 'source' | 'target'>): EdgePath | undefined
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
      if (found !== undefined || start === undefined || end === undefined) {
        return found
      }
      const path = source === target ? loopPath(start) : edgePath(start, end, layout.bends[id], shifts.get(id) ?? 0)
      known.set(id, path)
      return path
    },
  }
}
