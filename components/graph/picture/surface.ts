import type { Point } from '../layout/graph-layout.ts'

export interface SurfaceEvents {
  paint(context: CanvasRenderingContext2D): void
  onSize(hasWindowChanged: boolean): void
}

/** A canvas as large as its holder and as sharp as the screen, painted at most once a frame. */
export class Surface {
  private readonly holder: HTMLElement
  private readonly events: SurfaceEvents
  private readonly canvas: HTMLCanvasElement
  private readonly stopWatching: () => void
  private frame: number | undefined

  constructor(holder: HTMLElement, events: SurfaceEvents) {
    this.holder = holder
    this.events = events
    this.canvas = document.createElement('canvas')
    this.canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;touch-action:none'
    holder.append(this.canvas)
    this.stopWatching = watchSize(holder, events.onSize)
  }

  size(): { width: number; height: number } {
    return { width: this.holder.clientWidth, height: this.holder.clientHeight }
  }

  /** Where in the window its left upper corner is. */
  corner(): Point {
    const { left, top } = this.holder.getBoundingClientRect()
    return { x: left, y: top }
  }

  point(cursor: 'pointer' | ''): void {
    this.canvas.style.cursor = cursor
  }

  repaint(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined
      this.paint()
    })
  }

  destroy(): void {
    this.stopWatching()
    if (this.frame !== undefined) {
      cancelAnimationFrame(this.frame)
    }
    this.canvas.remove()
  }

  private paint(): void {
    const { width, height } = this.size()
    const context = this.canvas.getContext('2d')
    if (context === null || width === 0) {
      return
    }
    const ratio = window.devicePixelRatio || 1
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (this.canvas.width !== across || this.canvas.height !== down) {
      this.canvas.width = across
      this.canvas.height = down
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    this.events.paint(context)
  }
}

function watchSize(holder: HTMLElement, onChange: (hasWindowChanged: boolean) => void): () => void {
  const observer = new ResizeObserver(() => onChange(false))
  const onWindow = () => onChange(true)
  observer.observe(holder)
  window.addEventListener('resize', onWindow)
  return () => {
    observer.disconnect()
    window.removeEventListener('resize', onWindow)
  }
}
