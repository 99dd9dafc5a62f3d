import { pointAlong } from './edge-path.ts'
import type { EdgeWays } from './edge-ways.ts'
import { fitText } from './fit-text.ts'
import { card, type GraphLayout, type LayoutBox, type Point } from './graph-layout.ts'
import type { EdgeView, NodeView } from './graph-view.ts'
import { isOutstanding, paintLines } from './paint-lines.ts'
import { type Brush, cardOnScreen, paintNode } from './paint-node.ts'
import { detailAt, isOnScreen, overlaps, type Rectangle, toScreen, type Viewport } from './viewport.ts'

export interface Scene {
  layout: GraphLayout
  nodes: ReadonlyMap<string, NodeView>
  edges: ReadonlyMap<string, EdgeView>
  ways: EdgeWays
  /** Too many edges to draw them all. */
  isCrowded: boolean
  selected?: string
  hovered?: string
}

const labelSize = 11
const labelLine = 14
const mostCallouts = 4
/** From this zoom on a card has room for all it has to say. */
const fullCards = 0.95

/** Under the edges: the hull of every box with its name and how many it holds. */
export function paintHulls({ context, palette, zoom }: Brush, scene: Scene, viewport: Viewport) {
  for (const box of shownBoxes(scene)) {
    const corner = toScreen(box, viewport)
    const area = { ...corner, width: box.width * zoom, height: box.height * zoom }
    if (!isOnScreen(area, viewport)) {
      continue
    }
    context.beginPath()
    context.roundRect(area.x, area.y, area.width, area.height, Math.max(5, 10 * zoom))
    context.fillStyle = palette.sunken
    context.fill()
    context.strokeStyle = palette.line
    context.lineWidth = 1
    context.stroke()
    paintHullName({ context, palette, zoom }, box, area)
  }
  if (scene.isCrowded) {
    paintLines({ context, palette, zoom }, scene, viewport)
  }
}

const hullInset = { side: 18, top: 44, bottom: 18 } as const

/** Where nodes are hidden, hulls draw in to those that are left. */
function shownBoxes({ nodes, layout }: Scene): LayoutBox[] {
  const shown = [...nodes.values()].filter(({ isHidden }) => !isHidden)
  if (shown.length === nodes.size) {
    return layout.boxes
  }
  const byBox = Map.groupBy(shown, ({ box }) => box)
  return layout.boxes.flatMap((box) => {
    const places = (byBox.get(box.id) ?? []).flatMap(({ id }) => layout.positions[id] ?? [])
    if (places.length === 0) {
      return []
    }
    const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)]
    const x = Math.min(...xs) - card.width / 2 - hullInset.side
    const y = Math.min(...ys) - card.height / 2 - hullInset.top
    return [
      {
        id: box.id,
        x,
        y,
        width: Math.max(...xs) + card.width / 2 + hullInset.side - x,
        height: Math.max(...ys) + card.height / 2 + hullInset.bottom - y,
        nodeCount: places.length,
      },
    ]
  })
}

function paintHullName({ context, palette, zoom }: Brush, { id, nodeCount }: LayoutBox, area: Rectangle) {
  const isFar = detailAt(zoom) === 'far'
  const size = isFar ? Math.min(11, Math.max(8, 40 * zoom)) : zoom < 0.8 ? 11 : 12
  const inset = isFar ? 6 : 12 * Math.min(1, zoom + 0.2)
  const y = area.y + Math.max(3, Math.min(10, 10 * zoom - 1))
  context.textBaseline = 'top'
  context.textAlign = 'left'
  context.font = `400 ${size}px ${palette.font}`
  const count = isFar ? ` ${nodeCount}` : ''
  const room = area.width - inset * 2 - context.measureText(count).width
  const name = fitText(id, room, (text) => context.measureText(text).width)
  context.fillStyle = palette.text2
  context.fillText(name, area.x + inset, y)
  context.fillStyle = palette.text3
  context.fillText(count, area.x + inset + context.measureText(name).width, y)
}

/** Over the edges: labels, nodes, and what is said of the worst nodes when they are only dots. */
export function paintNodes(brush: Brush, scene: Scene, viewport: Viewport) {
  const detail = detailAt(viewport.zoom)
  const visible = [...scene.nodes.values()].flatMap((node) => {
    const at = scene.layout.positions[node.id]
    if (at === undefined || node.isHidden) {
      return []
    }
    const centre = toScreen(at, viewport)
    return isOnScreen(cardOnScreen(centre, viewport.zoom), viewport) ? [{ node, centre }] : []
  })
  const ordered = visible.toSorted((a, b) => weight(a.node) - weight(b.node))
  const paintAll = (isDimmed: boolean) => {
    for (const { node, centre } of ordered.filter((entry) => entry.node.isDimmed === isDimmed)) {
      const mark = { isSelected: node.id === scene.selected, isHovered: node.id === scene.hovered }
      paintNode(brush, node, centre, detail, mark)
    }
  }
  paintAll(true)
  if (detail !== 'far') {
    const standing = visible.filter(({ node }) => !node.isDimmed)
    const cards = standing.map(({ centre }) => cardOnScreen(centre, viewport.zoom))
    paintEdgeLabels(brush, scene, viewport, cards, detail === 'near')
  }
  paintAll(false)
  if (viewport.zoom < fullCards) {
    const told = visible.filter(({ node }) => node.id === scene.hovered)
    const worst = detail === 'far' ? worstFirst(visible) : []
    paintCallouts(brush, [...told, ...worst.filter(({ node }) => node.id !== scene.hovered)], viewport)
  }
}

function worstFirst(visible: readonly { node: NodeView; centre: Point }[]) {
  return visible
    .filter(({ node }) => node.state === 'failing' && !node.isDimmed)
    .toSorted((a, b) => b.node.failuresPerSecond - a.node.failuresPerSecond)
}

function weight({ state, isDimmed }: NodeView): number {
  return (isDimmed ? 0 : 10) + (state === 'failing' ? 3 : state === 'victim' ? 2 : state === 'degraded' ? 1 : 0)
}

const toneRank = { failing: 3, degraded: 2, unknown: 0, idle: 0, quiet: 1 } as const

function paintEdgeLabels(brush: Brush, scene: Scene, viewport: Viewport, cards: readonly Rectangle[], isNear: boolean) {
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
    for (const share of [0.5, 0.62, 0.38, 0.74, 0.26, 0.86, 0.14]) {
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

function paintLabel({ context, palette }: Brush, { label, tone }: EdgeView, area: Rectangle) {
  const ink = tone === 'failing' ? palette.failing : tone === 'degraded' ? palette.degraded : palette.text2
  const ground = tone === 'failing' ? palette.failingTint : tone === 'degraded' ? palette.degradedTint : palette.ground
  context.beginPath()
  context.roundRect(area.x, area.y, area.width, area.height, 4)
  context.fillStyle = ground
  context.fill()
  context.font = `400 ${labelSize}px ${palette.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = ink
  label.forEach((line, index) => {
    context.fillText(line, area.x + area.width / 2, area.y + 2 + labelLine * (index + 0.5))
  })
}

function paintCallouts(
  { context, palette }: Brush,
  told: readonly { node: NodeView; centre: Point }[],
  viewport: Viewport,
) {
  const taken: Rectangle[] = []
  for (const { node, centre } of told.slice(0, mostCallouts)) {
    const title = node.version === undefined ? node.name : `${node.name} ${node.version}`
    context.font = `600 13px ${palette.font}`
    const titleWidth = context.measureText(title).width
    context.font = `400 12px ${palette.font}`
    const width = Math.max(titleWidth, context.measureText(node.told).width) + 20
    const height = node.told === '' ? 28 : 44
    const area = [
      { x: centre.x + 14, y: centre.y + 14 },
      { x: centre.x - width - 14, y: centre.y + 14 },
      { x: centre.x + 14, y: centre.y - height - 14 },
      { x: centre.x - width - 14, y: centre.y - height - 14 },
    ]
      .map((corner) => ({ ...corner, width, height }))
      .find(
        (candidate) =>
          candidate.x > 4 &&
          candidate.y > 4 &&
          candidate.x + width < viewport.width - 4 &&
          candidate.y + height < viewport.height - 4 &&
          !taken.some((other) => overlaps(candidate, other)),
      )
    if (area === undefined) {
      continue
    }
    taken.push(area)
    const ink = node.state === 'failing' || node.state === 'victim' ? palette.failing : palette.lineStrong
    context.beginPath()
    context.roundRect(area.x, area.y, width, height, 6)
    context.fillStyle = palette.surface
    context.fill()
    context.strokeStyle = ink
    context.lineWidth = 1
    context.stroke()
    context.textAlign = 'left'
    context.textBaseline = 'middle'
    context.font = `600 13px ${palette.font}`
    context.fillStyle = palette.text
    context.fillText(title, area.x + 10, area.y + 14)
    context.font = `400 12px ${palette.font}`
    context.fillStyle = ink === palette.failing ? palette.failing : palette.text2
    context.fillText(node.told, area.x + 10, area.y + 31)
  }
}
