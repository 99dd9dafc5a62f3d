import { detailAt } from '../layout/viewport.ts'
import type { EdgeView } from '../view/graph-view.ts'
import type { Palette } from './read-palette.ts'
import type { Scene } from './scene.ts'

export interface LineLook {
  color: string
  width: number
  dash: readonly number[]
  alpha: number
  isChosen: boolean
  hasArrow: boolean
  /** What is painted later lies over the rest. */
  depth: number
}

const widths = { 1: 1, 2: 1.5, 3: 2, 4: 3, 5: 4 } as const
const fadedAlpha = 0.16

/** How a line looks, in screen pixels: colour and depth by what is wrong, width by its rate, dashes by what it carries. */
export function lineLook(edge: EdgeView, scene: Scene, palette: Palette, zoom: number): LineLook {
  const { id, source, target, isDimmed } = edge
  const isMarked = scene.hovered !== undefined && [id, source, target].includes(scene.hovered)
  const isChosen = id === scene.selected
  const isFar = detailAt(zoom) === 'far'
  const { color, depth } = inkOf(edge, isMarked, scene.isCrowded, palette)
  return {
    color,
    width: isFar ? (depth >= 2 ? 1.3 : 1) : scene.isCrowded && depth < 2 ? Math.max(0.75, zoom) : near(edge, zoom),
    dash: dashOf(edge),
    alpha: isDimmed && !isMarked && !isChosen ? fadedAlpha : 1,
    isChosen,
    hasArrow: !isFar && !(scene.isCrowded && depth < 1),
    depth: isChosen ? 5 : depth - (isDimmed ? 10 : 0),
  }
}

function near({ step }: EdgeView, zoom: number): number {
  return Math.max(0.75, widths[step] * Math.min(1.2, zoom))
}

function inkOf({ tone, isMirrored }: EdgeView, isMarked: boolean, isCrowded: boolean, palette: Palette) {
  if (isMirrored === true) {
    return { color: palette.purpose, depth: 1 }
  }
  if (tone === 'failing') {
    return { color: palette.failing, depth: 3 }
  }
  if (tone === 'degraded') {
    return { color: palette.degraded, depth: 2 }
  }
  if (isMarked) {
    return { color: palette.text3, depth: 4 }
  }
  return { color: tone === 'idle' || isCrowded ? palette.line : palette.lineStrong, depth: 0 }
}

/** Mirrored: even dashes; attempts only: dash and dot; TCP: dots; not measured: short dashes. */
function dashOf({ isMirrored, isAttemptsOnly, isTcp, tone }: EdgeView): readonly number[] {
  if (isMirrored === true) {
    return [6, 4]
  }
  if (isAttemptsOnly) {
    return [9, 3, 1.5, 3]
  }
  return isTcp ? [1.5, 4] : tone === 'unknown' ? [3, 3] : []
}
