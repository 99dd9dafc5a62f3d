import { fitText } from './fit-text.ts'
import { card, type Point } from './graph-layout.ts'
import type { NodeState, NodeView } from './graph-view.ts'
import type { Palette } from './read-palette.ts'
import { type Detail, detailAt, type Rectangle } from './viewport.ts'

export interface Brush {
  context: CanvasRenderingContext2D
  palette: Palette
  zoom: number
}

interface Ring {
  stroke: string
  fill: string
  width: number
  dash: number[]
  ink: string
}

const fadedAlpha = 0.25
const measured = new Map<string, string>()

function fitInto({ context }: Brush, text: string, width: number): string {
  const key = `${context.font}\n${Math.floor(width)}\n${text}`
  const known = measured.get(key)
  if (known !== undefined) {
    return known
  }
  if (measured.size > 8000) {
    measured.clear()
  }
  const fitting = fitText(text, width, (candidate) => context.measureText(candidate).width)
  measured.set(key, fitting)
  return fitting
}

/** As many numbers as there is room for, never part of one. */
function fitFacts({ context }: Brush, facts: readonly string[], width: number): string {
  for (let count = facts.length; count > 1; count--) {
    const line = facts.slice(0, count).join(' · ')
    if (context.measureText(line).width <= width) {
      return line
    }
  }
  return facts[0] ?? ''
}

/** A card keeps the height its lines need while there is room between the rows; its width is the model's. */
export function cardOnScreen(centre: Point, zoom: number): Rectangle {
  const width = card.width * zoom
  const lines = detailAt(zoom) === 'near' ? 34 : 24
  const height = Math.max(card.height * zoom, Math.min(lines, (card.height + 12) * zoom))
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height }
}

export function paintNode(
  brush: Brush,
  node: NodeView,
  centre: Point,
  detail: Detail,
  mark: { isSelected: boolean; isHovered: boolean },
) {
  const { context, palette } = brush
  context.save()
  if (detail === 'far') {
    context.globalAlpha = node.isDimmed && !mark.isHovered ? fadedAlpha : 1
    paintDot(brush, node, centre, mark)
  } else {
    const area = cardOnScreen(centre, brush.zoom)
    if (node.isDimmed && !mark.isHovered) {
      outline(context, node, area)
      context.fillStyle = palette.ground
      context.fill()
      context.globalAlpha = fadedAlpha
    }
    paintCard(brush, node, area, detail, mark)
  }
  context.restore()
}

function ringOf(state: NodeState, node: NodeView, palette: Palette): Ring {
  const dash = node.outline === 'external' || node.outline === 'unknown' ? [4, 3] : []
  switch (state) {
    case 'failing':
      return { stroke: palette.failing, fill: palette.failingTint, width: 1.75, dash: [], ink: palette.failing }
    case 'victim':
      return { stroke: palette.failing, fill: palette.surface, width: 1.5, dash: [4, 3], ink: palette.failing }
    case 'degraded':
      return { stroke: palette.degraded, fill: palette.surface, width: 1.5, dash, ink: palette.degraded }
    case 'unknown':
      return { stroke: palette.lineStrong, fill: palette.surface, width: 1, dash: [4, 3], ink: palette.text3 }
    case 'idle':
      return { stroke: palette.line, fill: palette.surface, width: 1, dash, ink: palette.text3 }
    default:
      return { stroke: palette.lineStrong, fill: palette.surface, width: 1, dash, ink: palette.text2 }
  }
}

function outline(
  context: CanvasRenderingContext2D,
  { outline: kind }: NodeView,
  { x, y, width, height }: Rectangle,
  grow = 0,
) {
  context.beginPath()
  if (kind === 'gateway') {
    const point = height * 0.34
    context.moveTo(x - grow + 4, y - grow)
    context.lineTo(x + width - point + grow / 2, y - grow)
    context.lineTo(x + width + grow, y + height / 2)
    context.lineTo(x + width - point + grow / 2, y + height + grow)
    context.lineTo(x - grow + 4, y + height + grow)
    context.quadraticCurveTo(x - grow, y + height + grow, x - grow, y + height + grow - 4)
    context.lineTo(x - grow, y - grow + 4)
    context.quadraticCurveTo(x - grow, y - grow, x - grow + 4, y - grow)
    context.closePath()
    return
  }
  const radius = kind === 'app' || kind === 'external' ? height / 2 : Math.min(7, height / 4)
  context.roundRect(x - grow, y - grow, width + grow * 2, height + grow * 2, radius + grow)
}

function paintCard(
  brush: Brush,
  node: NodeView,
  area: Rectangle,
  detail: Detail,
  mark: { isSelected: boolean; isHovered: boolean },
) {
  const { context, palette } = brush
  const ring = ringOf(node.state, node, palette)
  if (node.isOrigin) {
    outline(context, node, area, 4)
    context.strokeStyle = `color-mix(in srgb, ${palette.failing} 35%, transparent)`
    context.lineWidth = 4
    context.stroke()
  }
  if (mark.isSelected) {
    outline(context, node, area, node.isOrigin ? 8 : 4)
    context.strokeStyle = palette.accent
    context.lineWidth = 2
    context.stroke()
  }
  outline(context, node, area)
  context.fillStyle = ring.fill
  context.fill()
  if (node.state === 'unknown') {
    hatch(brush, node, area)
    outline(context, node, area)
  }
  context.setLineDash(ring.dash)
  context.strokeStyle = mark.isHovered && ring.width === 1 ? palette.text3 : ring.stroke
  context.lineWidth = ring.width
  context.stroke()
  context.setLineDash([])
  if (detail === 'near') {
    paintTwoLines(brush, node, area, ring)
  } else {
    paintName(brush, node, area, ring)
  }
}

function hatch({ context, palette }: Brush, node: NodeView, area: Rectangle) {
  context.save()
  outline(context, node, area)
  context.clip()
  context.strokeStyle = palette.line
  context.lineWidth = 1
  context.beginPath()
  for (let x = area.x - area.height; x < area.x + area.width; x += 7) {
    context.moveTo(x, area.y + area.height)
    context.lineTo(x + area.height, area.y)
  }
  context.stroke()
  context.restore()
}

function paintTwoLines(brush: Brush, node: NodeView, area: Rectangle, ring: Ring) {
  const { context, palette, zoom } = brush
  const nameSize = Math.min(15, Math.max(12, 13 * zoom))
  const factSize = Math.min(13, Math.max(10.5, 11 * zoom))
  const isRound = node.outline === 'external' || node.outline === 'app'
  const inset = (isRound ? 14 : 10) * Math.min(1, zoom)
  const right = area.x + area.width - inset - (node.outline === 'gateway' ? area.height * 0.2 : 0)
  const hasFacts = node.facts.length > 0
  const nameY = hasFacts ? area.y + area.height * 0.32 : area.y + area.height / 2
  context.textBaseline = 'middle'
  const versionWidth = paintVersion(brush, node, right, nameY, factSize)
  const left = area.x + inset + paintGlyphs(brush, node, area.x + inset, nameY, nameSize)
  context.font = `500 ${nameSize}px ${palette.font}`
  context.textAlign = 'left'
  context.fillStyle = node.state === 'failing' ? palette.failing : node.state === 'idle' ? palette.text3 : palette.text
  context.fillText(fitInto(brush, node.name, right - left - versionWidth), left, nameY)
  if (hasFacts) {
    context.font = `400 ${factSize}px ${palette.font}`
    context.fillStyle = ring.ink
    context.fillText(fitFacts(brush, node.facts, right - area.x - inset), area.x + inset, area.y + area.height * 0.72)
  }
}

function paintVersion(
  { context, palette }: Brush,
  { version }: NodeView,
  right: number,
  y: number,
  size: number,
): number {
  if (version === undefined) {
    return 0
  }
  context.font = `400 ${size}px ${palette.font}`
  context.textAlign = 'right'
  context.fillStyle = palette.text3
  const shown = version.length > 8 ? `${version.slice(0, 4)}…${version.slice(-3)}` : version
  context.fillText(shown, right, y)
  return context.measureText(shown).width + 6
}

function paintName(brush: Brush, node: NodeView, area: Rectangle, ring: Ring) {
  const { context, palette, zoom } = brush
  const size = Math.min(12, Math.max(10, 16 * zoom))
  const y = area.y + area.height / 2
  const isRound = node.outline === 'external' || node.outline === 'app'
  const inset = isRound ? 8 : 6
  context.textBaseline = 'middle'
  const glyphs =
    node.state === 'failing' || node.state === 'degraded' ? paintGlyphs(brush, node, area.x + inset, y, size) : 0
  context.font = `500 ${size}px ${palette.font}`
  context.textAlign = 'left'
  context.fillStyle = ring.ink === palette.text2 ? palette.text : ring.ink
  const right = area.x + area.width - inset - (node.outline === 'gateway' ? area.height * 0.2 : 0)
  const text = node.version === undefined ? node.name : `${node.name} ${node.version}`
  context.fillText(fitInto(brush, text, right - area.x - inset - glyphs), area.x + inset + glyphs, y)
}

/** State first (`!`, ▲), then the kind, each a shape of its own; returns the room they took. */
function paintGlyphs(brush: Brush, node: NodeView, x: number, y: number, size: number): number {
  const { context, palette } = brush
  let left = x
  if (node.state === 'failing') {
    context.font = `700 ${size}px ${palette.font}`
    context.textAlign = 'left'
    context.fillStyle = palette.failing
    context.fillText('!', left + 1, y)
    left += size * 0.65
  } else if (node.state === 'degraded') {
    triangle(context, left + size * 0.4, y, size * 0.42)
    context.fillStyle = palette.degraded
    context.fill()
    left += size * 1.1
  }
  const half = size * 0.38
  if (kindGlyph(context, node.outline, left + half, y, half)) {
    context.strokeStyle = palette.text3
    context.lineWidth = 1.2
    context.stroke()
    left += half * 2 + size * 0.4
  } else if (node.outline === 'unknown') {
    context.font = `600 ${size}px ${palette.font}`
    context.textAlign = 'left'
    context.fillStyle = palette.text3
    context.fillText('?', left, y)
    left += size * 0.85
  }
  return left - x
}

function kindGlyph(
  context: CanvasRenderingContext2D,
  kind: NodeView['outline'],
  x: number,
  y: number,
  half: number,
): boolean {
  context.beginPath()
  if (kind === 'service') {
    for (let corner = 0; corner < 5; corner++) {
      const angle = (corner / 5) * Math.PI * 2 - Math.PI / 2
      context.lineTo(x + Math.cos(angle) * half * 1.1, y + Math.sin(angle) * half * 1.1)
    }
    context.closePath()
    return true
  }
  if (kind === 'tcp') {
    context.rect(x - half, y - half, half * 2, half * 2)
    context.moveTo(x - half, y - half / 3)
    context.lineTo(x + half, y - half / 3)
    context.moveTo(x - half, y + half / 3)
    context.lineTo(x + half, y + half / 3)
    return true
  }
  return false
}

function triangle(context: CanvasRenderingContext2D, x: number, y: number, half: number) {
  context.beginPath()
  context.moveTo(x, y - half)
  context.lineTo(x + half * 1.1, y + half * 0.9)
  context.lineTo(x - half * 1.1, y + half * 0.9)
  context.closePath()
}

function paintDot(brush: Brush, node: NodeView, { x, y }: Point, mark: { isSelected: boolean; isHovered: boolean }) {
  const { context, palette, zoom } = brush
  const radius = Math.min(6, Math.max(2, 17 * zoom))
  if (mark.isSelected || mark.isHovered) {
    disc(context, x, y, radius + 6)
    context.strokeStyle = mark.isSelected ? palette.accent : palette.text3
    context.lineWidth = 2
    context.stroke()
  }
  switch (node.state) {
    case 'failing':
      if (node.isOrigin) {
        disc(context, x, y, Math.max(radius + 7, 11))
        context.strokeStyle = `color-mix(in srgb, ${palette.failing} 35%, transparent)`
        context.lineWidth = 3
        context.stroke()
      }
      disc(context, x, y, Math.max(radius + 3, 7))
      context.fillStyle = palette.failing
      context.fill()
      context.font = `700 ${Math.max(radius * 2, 11)}px ${palette.font}`
      context.textAlign = 'center'
      context.textBaseline = 'middle'
      context.fillStyle = palette.surface
      context.fillText('!', x, y + 0.5)
      return
    case 'victim':
      disc(context, x, y, radius + 1)
      context.fillStyle = palette.surface
      context.fill()
      context.setLineDash([2.5, 2])
      context.strokeStyle = palette.failing
      context.lineWidth = 1.5
      context.stroke()
      return
    case 'degraded':
      triangle(context, x, y, radius + 1.5)
      context.fillStyle = palette.degraded
      context.fill()
      return
    case 'unknown':
    case 'idle':
      disc(context, x, y, radius - 0.5)
      context.setLineDash(node.state === 'unknown' ? [2, 2] : [])
      context.strokeStyle = palette.lineStrong
      context.lineWidth = 1
      context.stroke()
      return
    default:
      disc(context, x, y, radius)
      context.fillStyle = palette.lineStrong
      context.fill()
  }
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number) {
  context.beginPath()
  context.arc(x, y, Math.max(0.5, radius), 0, Math.PI * 2)
}
