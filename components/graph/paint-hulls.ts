import type { Brush } from './brush.ts'
import { fitText } from './fit-text.ts'
import { card, type LayoutBox } from './graph-layout.ts'
import { paintLines } from './paint-lines.ts'
import type { Scene } from './scene.ts'
import { detailAt, isOnScreen, type Rectangle, toScreen, type Viewport } from './viewport.ts'

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
