import type { Rectangle, Viewport } from '../layout/viewport.ts'
import type { EdgeView } from '../view/graph-view.ts'
import type { Brush } from './brush.ts'
import { paintLock } from './paint-lock.ts'
import { labelLine, lockWidth, type PlacedLabel, placeEdgeLabels } from './place-edge-labels.ts'
import type { Palette } from './read-palette.ts'
import type { Scene } from './scene.ts'

const labelSize = 11

/** What calls say, where there is room beside what is `taken`. */
export function paintEdgeLabels(brush: Brush, scene: Scene, viewport: Viewport, taken: readonly Rectangle[]) {
  const { context, palette } = brush
  context.font = `400 ${labelSize}px ${palette.font}`
  const measure = (text: string) => context.measureText(text).width
  for (const label of placeEdgeLabels(measure, scene, viewport, taken)) {
    paintLabel(brush, label)
  }
}

function paintLabel(brush: Brush, { edge, lines, area }: PlacedLabel) {
  const { context, palette } = brush
  const { ink, ground } = labelColours(edge, palette)
  context.beginPath()
  context.roundRect(area.x, area.y, area.width, area.height, 4)
  context.fillStyle = ground
  context.fill()
  context.font = `400 ${labelSize}px ${palette.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = ink
  const middle = area.x + area.width / 2
  lines.forEach((line, index) => {
    const beside = index === 0 && edge.lock !== undefined ? lockWidth / 2 : 0
    context.fillText(line, middle + beside, area.y + 2 + labelLine * (index + 0.5))
  })
  if (edge.lock !== undefined) {
    const first = context.measureText(lines[0] ?? '').width
    paintLock(brush, edge.lock, { x: middle - first / 2 - 1, y: area.y + 2 + labelLine / 2 })
  }
}

function labelColours({ tone, isInjected, isMirrored }: EdgeView, palette: Palette): { ink: string; ground: string } {
  if (isMirrored === true) {
    return { ink: palette.purpose, ground: palette.purposeTint }
  }
  switch (tone) {
    case 'failing':
      return { ink: palette.failing, ground: palette.failingTint }
    case 'degraded':
      return { ink: palette.degraded, ground: palette.degradedTint }
    default:
      return isInjected
        ? { ink: palette.purpose, ground: palette.purposeTint }
        : { ink: palette.text2, ground: palette.ground }
  }
}
