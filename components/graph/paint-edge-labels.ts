import type { Brush } from './brush.ts'
import { pointAlong } from './edge-path.ts'
import type { Point } from './graph-layout.ts'
import type { EdgeView } from './graph-view.ts'
import { isOutstanding } from './paint-lines.ts'
import type { Palette } from './read-palette.ts'
import type { Scene } from './scene.ts'
import { isOnScreen, overlaps, type Rectangle, toScreen, type Viewport } from './viewport.ts'

const labelSize = 11
const labelLine = 14
/** Where along its line a label may stand, the middle first. */
const places = [0.5, 0.56, 0.44, 0.62, 0.38, 0.68, 0.32, 0.74, 0.26, 0.8, 0.2, 0.86, 0.14]
const toneRank = { failing: 3, degraded: 2, unknown: 0, idle: 0, quiet: 1 } as const

/** The worst first, each where its line is free of cards and of labels already there. */
export function paintEdgeLabels(
  brush: Brush,
  scene: Scene,
  viewport: Viewport,
  cards: readonly Rectangle[],
  isNear: boolean,
) {
  const taken: Rectangle[] = [...cards]
  const marked = (edge: EdgeView) => edge.id === scene.selected || edge.id === scene.hovered
  const candidates = [...scene.edges.values()]
    .filter((edge) => edge.label.length > 0 && !edge.isHidden && (!edge.isDimmed || marked(edge)))
    .filter((edge) => !scene.isCrowded || isOutstanding(edge, scene.selected))
    .filter((edge) => isNear || marked(edge) || edge.tone === 'failing' || edge.tone === 'degraded')
    .sort(
      (a, b) =>
        Number(marked(b)) - Number(marked(a)) ||
        toneRank[b.tone] - toneRank[a.tone] ||
        b.step - a.step ||
        (a.id < b.id ? -1 : 1),
    )
  for (const edge of candidates) {
    for (const share of places) {
      const at = pointOn(scene, edge, share)
      const area = at === undefined ? undefined : labelArea(brush, edge, toScreen(at, viewport))
      if (area === undefined || !isOnScreen(area, viewport) || taken.some((other) => overlaps(area, other))) {
        continue
      }
      taken.push(area)
      paintLabel(brush, edge, area)
      break
    }
  }
}

function pointOn({ ways }: Scene, edge: EdgeView, share: number): Point | undefined {
  const path = ways.of(edge)
  return path === undefined ? undefined : pointAlong(path, share)
}

function labelArea({ context, palette }: Brush, { label }: EdgeView, { x, y }: Point): Rectangle {
  context.font = `400 ${labelSize}px ${palette.font}`
  const width = Math.max(...label.map((line) => context.measureText(line).width)) + 10
  const height = label.length * labelLine + 3
  return { x: x - width / 2, y: y - height / 2, width, height }
}

function paintLabel({ context, palette }: Brush, edge: EdgeView, area: Rectangle) {
  const { ink, ground } = labelColours(edge, palette)
  context.beginPath()
  context.roundRect(area.x, area.y, area.width, area.height, 4)
  context.fillStyle = ground
  context.fill()
  context.font = `400 ${labelSize}px ${palette.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = ink
  edge.label.forEach((line, index) => {
    context.fillText(line, area.x + area.width / 2, area.y + 2 + labelLine * (index + 0.5))
  })
}

function labelColours({ tone, isInjected }: EdgeView, palette: Palette): { ink: string; ground: string } {
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
