import type { Rectangle } from '../layout/viewport.ts'
import type { NodeView } from '../view/graph-view.ts'
import type { Brush } from './brush.ts'
import { sideInset } from './card-outline.ts'
import { fitText } from './fit-text.ts'
import { paintGlyphs } from './paint-glyph.ts'

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

/** The name over the numbers, `ink` the colour of the numbers; the version beside the name, or the numbers where that is cut. */
export function paintTwoLines(brush: Brush, node: NodeView, area: Rectangle, ink: string) {
  const { context, palette, zoom } = brush
  const nameSize = Math.min(15, Math.max(12, 13 * zoom))
  const factSize = Math.min(13, Math.max(10.5, 11 * zoom))
  const side = sideInset(node)
  const inset = 10 * Math.min(1, zoom) + side.left * area.height
  const right = area.x + area.width - 10 * Math.min(1, zoom) - side.right * area.height
  const hasFacts = node.facts.length > 0
  const nameY = hasFacts ? area.y + area.height * 0.32 : area.y + area.height / 2
  const factsY = area.y + area.height * 0.72
  context.textBaseline = 'middle'
  const left = area.x + inset + paintGlyphs(brush, node, area.x + inset, nameY, nameSize)
  const version = shownVersion(node)
  context.font = `400 ${factSize}px ${palette.font}`
  const versionWidth = version === '' ? 0 : context.measureText(version).width + 6
  context.font = `500 ${nameSize}px ${palette.font}`
  const isBelow = hasFacts && context.measureText(node.name).width > right - left - versionWidth
  context.textAlign = 'left'
  context.fillStyle = node.state === 'failing' ? palette.failing : node.state === 'idle' ? palette.text3 : palette.text
  context.fillText(fitInto(brush, node.name, right - left - (isBelow ? 0 : versionWidth)), left, nameY)
  context.font = `400 ${factSize}px ${palette.font}`
  if (hasFacts) {
    const room = right - area.x - inset - (isBelow ? versionWidth : 0)
    context.fillStyle = node.isInjected ? palette.purpose : ink
    context.fillText(fitFacts(brush, node.facts, room), area.x + inset, factsY)
  }
  context.textAlign = 'right'
  context.fillStyle = palette.text3
  context.fillText(version, right, isBelow ? factsY : nameY)
}

function shownVersion({ version: ownVersion, members }: NodeView): string {
  const version = members === undefined ? (ownVersion ?? '') : String(members)
  return version.length > 8 ? `${version.slice(0, 4)}…${version.slice(-3)}` : version
}

/** Where there is room for one line only: the name. */
export function paintName(brush: Brush, node: NodeView, area: Rectangle, ink: string) {
  const { context, palette, zoom } = brush
  const size = Math.min(12, Math.max(10, 16 * zoom))
  const y = area.y + area.height / 2
  const side = sideInset(node)
  const inset = 6 + side.left * area.height
  context.textBaseline = 'middle'
  const glyphs =
    node.state === 'failing' || node.state === 'degraded' ? paintGlyphs(brush, node, area.x + inset, y, size) : 0
  context.font = `500 ${size}px ${palette.font}`
  context.textAlign = 'left'
  context.fillStyle = ink === palette.text2 ? palette.text : ink
  const right = area.x + area.width - 6 - side.right * area.height
  const text = node.version === undefined ? node.name : `${node.name} ${node.version}`
  context.fillText(fitInto(brush, text, right - area.x - inset - glyphs), area.x + inset + glyphs, y)
}
