import { type EdgePath, edgePath, relativeControls } from './edge-path.ts'
import type { GraphLayout, Point } from './graph-layout.ts'
import type { EdgeView } from './graph-view.ts'

/** How one edge runs, in the canvas library's own words. */
export interface EdgeLine {
  from: string
  to: string
  weights: string
  distances: string
}

export interface EdgeLines {
  paths: Map<string, EdgePath>
  lines: Map<string, EdgeLine>
}

const parallelGap = 9

/** Where every edge runs on a layout; edges between the same two nodes run side by side. */
export function prepareEdgeLines(edges: readonly EdgeView[], layout: GraphLayout): EdgeLines {
  const result: EdgeLines = { paths: new Map(), lines: new Map() }
  const between = Map.groupBy(edges, ({ source, target }) => `${source}\n${target}`)
  for (const parallel of between.values()) {
    for (const [index, { id, source, target }] of parallel.entries()) {
      const start = layout.positions[source]
      const end = layout.positions[target]
      if (start !== undefined && end !== undefined && source !== target) {
        const path = edgePath(start, end, layout.bends[id], (index - (parallel.length - 1) / 2) * parallelGap)
        result.paths.set(id, path)
        result.lines.set(id, lineOf(path, start, end))
      }
    }
  }
  return result
}

function lineOf(path: EdgePath, source: Point, target: Point): EdgeLine {
  const { weights, distances } = relativeControls(path)
  return {
    from: `${path.start.x - source.x} ${path.start.y - source.y}`,
    to: `${path.end.x - target.x} ${path.end.y - target.y}`,
    weights: weights.map((weight) => weight.toFixed(5)).join(' '),
    distances: distances.map((distance) => distance.toFixed(2)).join(' '),
  }
}
