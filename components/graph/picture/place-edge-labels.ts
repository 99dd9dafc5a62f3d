import type { Point } from '../layout/graph-layout.ts'
import { detailAt, isOnScreen, overlaps, type Rectangle, toScreen, type Viewport } from '../layout/viewport.ts'
import type { EdgeView } from '../view/graph-view.ts'
import { pointAlong } from './edge-path.ts'
import type { Measure } from './fit-text.ts'
import type { Scene } from './scene.ts'
import { isOutstanding } from './shown-lines.ts'

export interface PlacedLabel {
  edge: EdgeView
  /** As much of its label as there is room for, the most telling first. */
  lines: readonly string[]
  area: Rectangle
}

export const labelLine = 14
export const lockWidth = 15
/** Where along its line a label may stand, the middle first. */
const places = [0.5, 0.56, 0.44, 0.62, 0.38, 0.68, 0.32, 0.74, 0.26, 0.8, 0.2, 0.86, 0.14]
const toneRank = { failing: 3, degraded: 2, unknown: 0, idle: 0, quiet: 1 } as const

/**
 * The labels there is room for, the worst first: each on its own line, none over anything of `taken` or over another.
 * First as many as find room with the least they can say; then each says as much more as its room allows. From the middle
 * distance only those of what is wrong or pointed at.
 */
export function placeEdgeLabels(
  measure: Measure,
  scene: Scene,
  viewport: Viewport,
  taken: readonly Rectangle[],
): PlacedLabel[] {
  const placed = new Map<EdgeView, PlacedLabel>()
  const place = (edge: EdgeView, versions: readonly (readonly string[])[]) => {
    const others = [...placed.values()].filter((label) => label.edge !== edge).map(({ area }) => area)
    const isFree = (at: Rectangle) =>
      isOnScreen(at, viewport) && ![taken, others].some((areas) => areas.some((other) => overlaps(at, other)))
    const spots = spotsOf(scene, edge, viewport)
    for (const lines of versions) {
      const area = areaFor(sizeOf(measure, lines, edge.lock), spots, isFree)
      if (area !== undefined) {
        placed.set(edge, { edge, lines, area })
        return
      }
    }
  }
  for (const edge of candidates(scene, detailAt(viewport.zoom) === 'near')) {
    place(edge, everShorter(edge).slice(-1))
  }
  for (const { edge } of [...placed.values()]) {
    place(edge, everShorter(edge))
  }
  return [...placed.values()]
}

function spotsOf({ ways }: Scene, edge: EdgeView, viewport: Viewport): Point[] {
  const path = ways.of(edge)
  return path === undefined ? [] : places.map((share) => toScreen(pointAlong(path, share), viewport))
}

function areaFor(
  { width, height }: { width: number; height: number },
  spots: readonly Point[],
  isFree: (area: Rectangle) => boolean,
): Rectangle | undefined {
  return spots.map(({ x, y }) => ({ x: x - width / 2, y: y - height / 2, width, height })).find(isFree)
}

const between = ' · '

/** The label, then without the last part of its longer line, and so on down to one part a line; at last a lock alone. */
function everShorter({ label, lock }: EdgeView): (readonly string[])[] {
  const versions: (readonly string[])[] = [label]
  for (let lines: readonly string[] = label; lines.some((line) => line.includes(between)); ) {
    const [longest] = lines.filter((line) => line.includes(between)).toSorted((a, b) => b.length - a.length)
    lines = lines.map((line) => (line === longest ? line.slice(0, line.lastIndexOf(between)) : line))
    versions.push(lines)
  }
  return lock === undefined ? versions : [...versions, []]
}

function candidates(scene: Scene, isNear: boolean): EdgeView[] {
  const isMarked = ({ id }: EdgeView) => id === scene.selected || id === scene.hovered
  return [...scene.edges.values()]
    .filter((edge) => !edge.isHidden && (!edge.isDimmed || isMarked(edge)))
    .filter((edge) => !scene.isCrowded || isOutstanding(edge, scene))
    .filter((edge) => isNear || isMarked(edge) || edge.tone === 'failing' || edge.tone === 'degraded')
    .filter((edge) => edge.label.length > 0 || edge.lock !== undefined)
    .sort(
      (a, b) =>
        Number(isMarked(b)) - Number(isMarked(a)) ||
        toneRank[b.tone] - toneRank[a.tone] ||
        b.step - a.step ||
        (a.id < b.id ? -1 : 1),
    )
}

function sizeOf(measure: Measure, lines: readonly string[], lock: EdgeView['lock']): { width: number; height: number } {
  const first = measure(lines[0] ?? '') + (lock === undefined ? 0 : lockWidth)
  const width = Math.max(first, ...lines.slice(1).map(measure)) + 10
  return { width, height: Math.max(1, lines.length) * labelLine + 3 }
}
