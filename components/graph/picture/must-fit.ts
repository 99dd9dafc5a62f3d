import { isInside, toScreen, type Viewport } from '../layout/viewport.ts'
import type { Scene } from './scene.ts'

/**
 * Whether a new scene asks for a new view of it: one seen for the first time, with other nodes hidden, or, unless somebody
 * moved the picture, one whose cards all stand elsewhere or out of sight. What only grew where it stands does not.
 */
export function mustFit(before: Scene, scene: Scene, viewport: Viewport, hasMoved: boolean): boolean {
  if (before.nodes.size === 0 || hiddenCount(before) !== hiddenCount(scene)) {
    return true
  }
  if (hasMoved || scene.layout === before.layout) {
    return false
  }
  const places = shownIds(scene).map((id) => ({ was: before.layout.positions[id], is: scene.layout.positions[id] }))
  const staysSomewhere = places.some(({ was, is }) => is !== undefined && is.x === was?.x && is.y === was.y)
  return !staysSomewhere || places.some(({ is }) => is !== undefined && !isInside(toScreen(is, viewport), viewport))
}

export function shownIds({ nodes }: Scene): string[] {
  return [...nodes.values()].filter(({ isHidden }) => !isHidden).map(({ id }) => id)
}

function hiddenCount(scene: Scene): number {
  return scene.nodes.size - shownIds(scene).length
}
