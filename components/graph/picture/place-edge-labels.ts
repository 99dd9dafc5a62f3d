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
/** Where beside its line: left, right, above, under. */
const sides = [
  { x: -1, y: 0 },
  { x: 1, y: 0 },
  { x: 0, y: -1 },
  { x: 0, y: 1 },
] as const
const besideGap = 4
const toneRank = { failing: 3, degraded: 2, unknown: 0, idle: 0, quiet: 1 } as const

/**
 * The labels there is room for, the worst first: each on its own line, or beside it where the line has no room for what
 * is wrong or pointed at; none over anything of `taken` or over another.
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
      const size = sizeOf(measure, lines, edge.lock)
      const area = areaOn(spots, size, isFree) ?? (isTold(edge, scene) ? areaBeside(spots, size, isFree) : undefined)
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

interface Size {
  width: number
  height: number
}

type IsFree = (area: Rectangle) => boolean

function areaOn(spots: readonly Point[], size: Size, isFree: IsFree): Rectangle | undefined {
  return spots.map((spot) => around(spot, size)).find(isFree)
}

function areaBeside(spots: readonly Point[], size: Size, isFree: IsFree): Rectangle | undefined {
  return spots
    .flatMap(({ x, y }) =>
      sides.map((side) =>
        around({ x: x + side.x * (size.width / 2 + besideGap), y: y + side.y * (size.height / 2 + besideGap) }, size),
      ),
    )
    .find(isFree)
}

function around({ x, y }: Point, { width, height }: Size): Rectangle {
  return { x: x - width / 2, y: y - height / 2, width, height }
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

function isMarked({ id }: EdgeView, { selected, hovered }: Scene): boolean {
  return id === selected || id === hovered
}

/** Whether an edge must be heard: what is wrong or pointed at. */
function isTold(edge: EdgeView, scene: Scene): boolean {
  return isMarked(edge, scene) || edge.tone === 'failing' || edge.tone === 'degraded'
}

function candidates(scene: Scene, isNear: boolean): EdgeView[] {
  return [...scene.edges.values()]
    .filter((edge) => !edge.isHidden && (!edge.isDimmed || isMarked(edge, scene)))
    .filter((edge) => !scene.isCrowded || isOutstanding(edge, scene))
    .filter((edge) => isNear || isTold(edge, scene))
    .filter((edge) => edge.label.length > 0 || edge.lock !== undefined)
    .sort(
      (a, b) =>
        Number(isMarked(b, scene)) - Number(isMarked(a, scene)) ||
        toneRank[b.tone] - toneRank[a.tone] ||
        b.step - a.step ||
        (a.id < b.id ? -1 : 1),
    )
}

function sizeOf(measure: Measure, lines: readonly string[], lock: EdgeView['lock']): Size {
  const first = measure(lines[0] ?? '') + (lock === undefined ? 0 : lockWidth)
  const width = Math.max(first, ...lines.slice(1).map(measure)) + 10
  return { width, height: Math.max(1, lines.length) * labelLine + 3 }
}
