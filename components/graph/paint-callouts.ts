import type { Brush } from './brush.ts'
import type { Point } from './graph-layout.ts'
import type { NodeView } from './graph-view.ts'
import { overlaps, type Rectangle, type Viewport } from './viewport.ts'

const mostCallouts = 4

/** What is told beside nodes too small to say it themselves, as many as find a free corner. */
export function paintCallouts(
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
