import type { LayoutBox } from '../layout/graph-layout.ts'
import { detailAt, isOnScreen, type Rectangle, toScreen, type Viewport } from '../layout/viewport.ts'
import { boxId } from '../view/graph-view.ts'
import type { Brush } from './brush.ts'
import { fitText } from './fit-text.ts'
import type { Scene } from './scene.ts'

/** Under everything: the hull of every box. */
export function paintHulls({ context, palette, zoom }: Brush, { hulls, selected, hovered }: Scene, viewport: Viewport) {
  for (const hull of hulls) {
    const area = hullOnScreen(hull, viewport)
    if (!isOnScreen(area, viewport)) {
      continue
    }
    context.beginPath()
    context.roundRect(area.x, area.y, area.width, area.height, Math.max(5, 10 * zoom))
    context.fillStyle = palette.sunken
    context.fill()
    const isSelected = selected === boxId(hull.id)
    context.strokeStyle = isSelected ? palette.accent : hovered === boxId(hull.id) ? palette.text3 : palette.line
    context.lineWidth = isSelected ? 2 : 1
    context.stroke()
  }
}

/** Over lines that cross it, the name of every box and how many it holds; returns where they stand. */
export function paintHullNames(brush: Brush, { hulls }: Scene, viewport: Viewport): Rectangle[] {
  return hulls.flatMap((hull) => {
    const area = hullOnScreen(hull, viewport)
    return isOnScreen(area, viewport) ? [paintHullName(brush, hull, area)] : []
  })
}

function hullOnScreen(hull: LayoutBox, viewport: Viewport): Rectangle {
  return {
    ...toScreen(hull, viewport),
    width: hull.width * viewport.zoom,
    height: hull.height * viewport.zoom,
  }
}

function paintHullName({ context, palette, zoom }: Brush, { id, nodeCount }: LayoutBox, area: Rectangle): Rectangle {
  const isFar = detailAt(zoom) === 'far'
  const size = isFar ? Math.min(11, Math.max(8.5, 40 * zoom)) : zoom < 0.8 ? 11 : 12
  const inset = isFar ? Math.min(6, area.width * 0.08) : 12 * Math.min(1, zoom + 0.2)
  const place = { x: area.x + inset, y: area.y + Math.max(3, Math.min(10, 10 * zoom - 1)) }
  context.textBaseline = 'top'
  context.textAlign = 'left'
  context.font = `${isFar ? 500 : 400} ${size}px ${palette.font}`
  const measure = (text: string) => context.measureText(text).width
  const told = isFar ? ` ${nodeCount}` : ''
  const count = measure(id + told) <= area.width - inset * 2 || area.width > 80 ? told : ''
  const name = fitText(id, area.width - inset * 2 - measure(count), measure)
  const nameWidth = context.measureText(name).width
  context.fillStyle = palette.text2
  context.fillText(name, place.x, place.y)
  context.fillStyle = palette.text3
  context.fillText(count, place.x + nameWidth, place.y)
  return { ...place, width: nameWidth + context.measureText(count).width, height: size + 2 }
}
