import type { Point, Sized } from './graph-layout.ts'

const rowGap = 40
/** What a picture has of a screen with the console's frame round it. */
const wantedAspect = 1.8
const rowBreadths = [0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4]

/** Rows of boxes, filled from the left, of the breadth at which the whole is drawn largest on a screen. */
export function rowsOfBoxes(boxes: readonly Sized[]): Map<string, Point> {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + rowGap) * (height + rowGap), 0)
  const broadest = Math.max(...boxes.map(({ width }) => width))
  const tried = rowBreadths.map((factor) => rowsOf(boxes, Math.max(broadest, Math.sqrt(area * wantedAspect) * factor)))
  const [best] = tried.toSorted((a, b) => a.size - b.size)
  return best?.centres ?? new Map()
}

function rowsOf(boxes: readonly Sized[], breadth: number): { centres: Map<string, Point>; size: number } {
  const centres = new Map<string, Point>()
  let [left, top, rowHeight, right] = [0, 0, 0, 0]
  for (const { id, width, height } of boxes) {
    if (left > 0 && left + width > breadth) {
      left = 0
      top += rowHeight + rowGap
      rowHeight = 0
    }
    centres.set(id, { x: left + width / 2, y: top + height / 2 })
    right = Math.max(right, left + width)
    left += width + rowGap
    rowHeight = Math.max(rowHeight, height)
  }
  return { centres, size: Math.max(right / wantedAspect, top + rowHeight) }
}
