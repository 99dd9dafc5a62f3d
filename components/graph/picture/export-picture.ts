import { areaOf, type Viewport } from '../layout/viewport.ts'
import type { PictureCaption } from '../view/graph-view.ts'
import { paintPicture } from './paint-picture.ts'
import type { Palette } from './read-palette.ts'
import type { Scene } from './scene.ts'

const margin = 32
const footer = 64
/** Browsers refuse or blank canvases beyond about this many pixels a side. */
const mostPixels = 8000
const least = { width: 640, height: 240 }

/** The whole picture as a PNG, at reading size where that is possible, with its caption under it. */
export async function exportPicture(scene: Scene, palette: Palette, { title, legend }: PictureCaption): Promise<Blob> {
  const shown = [...scene.nodes.values()].filter(({ isHidden }) => !isHidden).map(({ id }) => id)
  const area = areaOf(scene.layout, shown)
  const zoom = Math.min(1, (mostPixels - margin * 2) / area.width, (mostPixels - margin * 2 - footer) / area.height)
  const ratio = Math.min(2, mostPixels / (Math.max(area.width, area.height) * zoom + margin * 2 + footer))
  const width = Math.max(least.width, area.width * zoom + margin * 2)
  const height = Math.max(least.height, area.height * zoom + margin * 2)
  const viewport: Viewport = {
    zoom,
    width,
    height,
    pan: { x: (width - area.width * zoom) / 2 - area.x * zoom, y: (height - area.height * zoom) / 2 - area.y * zoom },
  }
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round((height + footer) * ratio)
  const context = canvas.getContext('2d')
  if (context === null) {
    throw new Error('no canvas')
  }
  context.scale(ratio, ratio)
  context.fillStyle = palette.ground
  context.fillRect(0, 0, width, height + footer)
  paintPicture({ context, palette, zoom }, { ...scene, hovered: undefined }, viewport)
  paintFooter(context, palette, { title, legend }, { top: height, width })
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png')
  })
}

function paintFooter(
  context: CanvasRenderingContext2D,
  palette: Palette,
  { title, legend }: PictureCaption,
  { top, width }: { top: number; width: number },
) {
  context.fillStyle = palette.line
  context.fillRect(0, top, width, 1)
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.fillStyle = palette.text
  context.font = `600 13px ${palette.font}`
  context.fillText(title, 16, top + 22, width - 32)
  context.fillStyle = palette.text2
  context.font = `400 11px ${palette.font}`
  context.fillText(legend.join(' · '), 16, top + 44, width - 32)
}
