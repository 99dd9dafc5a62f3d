import { paintHulls } from './paint-hulls.ts'
import { paintNodes } from './paint-nodes.ts'
import type { Palette } from './read-palette.ts'
import type { Scene } from './scene.ts'
import type { Viewport } from './viewport.ts'

export interface PaintLayers {
  /** Between the layers: where the canvas library draws its lines and hears the pointer. */
  middle: HTMLDivElement
  paint(scene: Scene, palette: Palette, viewport: Viewport): void
}

/** Hulls under the lines of the canvas library, nodes and words over them. */
export function paintLayers(holder: HTMLElement): PaintLayers {
  const hulls = layer(holder)
  const middle = document.createElement('div')
  middle.style.cssText = 'position:absolute;inset:0'
  holder.append(middle)
  const nodes = layer(holder)
  return {
    middle,
    paint(scene, palette, viewport) {
      const ratio = window.devicePixelRatio || 1
      for (const [canvas, draw] of [
        [hulls, paintHulls],
        [nodes, paintNodes],
      ] as const) {
        resize(canvas, viewport, ratio)
        const context = canvas.getContext('2d')
        if (context !== null) {
          context.setTransform(ratio, 0, 0, ratio, 0, 0)
          context.clearRect(0, 0, viewport.width, viewport.height)
          draw({ context, palette, zoom: viewport.zoom }, scene, viewport)
        }
      }
    },
  }
}

function layer(holder: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
  holder.append(canvas)
  return canvas
}

function resize(canvas: HTMLCanvasElement, { width, height }: Viewport, ratio: number) {
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
  }
}
