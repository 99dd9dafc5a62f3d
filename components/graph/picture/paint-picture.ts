import type { Viewport } from '../layout/viewport.ts'
import type { Brush } from './brush.ts'
import { paintHullNames, paintHulls } from './paint-hulls.ts'
import { paintLines } from './paint-lines.ts'
import { paintNodes } from './paint-nodes.ts'
import type { Scene } from './scene.ts'

/** All of the picture from the ground up: hulls, lines, then cards and words. */
export function paintPicture(brush: Brush, scene: Scene, viewport: Viewport) {
  paintHulls(brush, scene, viewport)
  paintLines(brush, scene, viewport)
  const names = paintHullNames(brush, scene, viewport)
  paintNodes(brush, scene, viewport, names)
}
