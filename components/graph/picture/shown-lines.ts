import { detailAt, isOnScreen, type Rectangle, toScreen, type Viewport } from '../layout/viewport.ts'
import type { EdgeView } from '../view/graph-view.ts'
import type { EdgePath } from './edge-path.ts'
import type { Scene } from './scene.ts'

export interface ShownLine {
  edge: EdgeView
  path: EdgePath
}

/**
 * The edges that are drawn as lines: all, or in a crowded graph what is wrong, chosen or under the pointer, and of the
 * calm ones those with both ends in sight, from afar none.
 */
export function shownLines(scene: Scene, viewport: Viewport): ShownLine[] {
  const isCalmShown = calmLines(scene, viewport)
  const lines: ShownLine[] = []
  for (const edge of scene.edges.values()) {
    if (edge.isHidden || !(isOutstanding(edge, scene) || isCalmShown(edge))) {
      continue
    }
    const path = scene.ways.of(edge)
    if (path !== undefined && isOnScreen(boundsOf(path, viewport), viewport)) {
      lines.push({ edge, path })
    }
  }
  return lines
}

/** Whether an edge stays a line however many there are. */
export function isOutstanding({ id, source, target, tone }: EdgeView, { selected, hovered }: Scene): boolean {
  const isOf = (thing: string | undefined) =>
    thing !== undefined && (thing === id || thing === source || thing === target)
  return tone === 'failing' || tone === 'degraded' || isOf(selected) || isOf(hovered)
}

function calmLines(scene: Scene, viewport: Viewport): (edge: EdgeView) => boolean {
  if (!scene.isCrowded) {
    return () => true
  }
  if (detailAt(viewport.zoom) === 'far') {
    return () => false
  }
  const inSight = new Set(
    [...scene.nodes.keys()].filter((id) => {
      const at = scene.layout.positions[id]
      return at !== undefined && isOnScreen({ ...toScreen(at, viewport), width: 1, height: 1 }, viewport)
    }),
  )
  return ({ source, target }) => inSight.has(source) && inSight.has(target)
}

/** What a path may cover of the screen, in pixels. */
export function boundsOf({ start, end, controls }: EdgePath, viewport: Viewport): Rectangle {
  let [left, right] = [Math.min(start.x, end.x), Math.max(start.x, end.x)]
  let [top, bottom] = [Math.min(start.y, end.y), Math.max(start.y, end.y)]
  for (const { x, y } of controls) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const corner = toScreen({ x: left, y: top }, viewport)
  return { ...corner, width: (right - left) * viewport.zoom + 1, height: (bottom - top) * viewport.zoom + 1 }
}
