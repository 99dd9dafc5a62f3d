import type { NodeView, Outline } from '../view/graph-view.ts'
import type { Brush } from './brush.ts'

/** State first (`!`, ▲), then the kind, each a shape of its own; returns the room they took. */
export function paintGlyphs(brush: Brush, node: NodeView, x: number, y: number, size: number): number {
  const stateWidth = paintState(brush, node, x, y, size)
  return stateWidth + paintKind(brush, node, x + stateWidth, y, size)
}

function paintState({ context, palette }: Brush, { state }: NodeView, x: number, y: number, size: number): number {
  if (state === 'failing') {
    context.font = `700 ${size}px ${palette.font}`
    context.textAlign = 'left'
    context.fillStyle = palette.failing
    context.fillText('!', x + 1, y)
    return size * 0.65
  }
  if (state === 'degraded') {
    triangle(context, x + size * 0.4, y, size * 0.42)
    context.fillStyle = palette.degraded
    context.fill()
    return size * 1.1
  }
  return 0
}

function paintKind({ context, palette }: Brush, { outline }: NodeView, x: number, y: number, size: number): number {
  if (outline === 'unknown') {
    context.font = `600 ${size}px ${palette.font}`
    context.textAlign = 'left'
    context.fillStyle = palette.text3
    context.fillText('?', x, y)
    return size * 0.85
  }
  const trace = kindTraces[outline]
  if (trace === undefined) {
    return 0
  }
  const half = size * 0.38
  context.beginPath()
  trace(context, x + half, y, half)
  context.strokeStyle = palette.text3
  context.lineWidth = 1.2
  context.stroke()
  return half * 2 + size * 0.4
}

type Trace = (context: CanvasRenderingContext2D, x: number, y: number, half: number) => void

const kindTraces: Partial<Record<Outline, Trace>> = {
  service: pentagon,
  tcp: database,
  passthrough: arrowThrough,
  blackhole: hole,
}

function pentagon(context: CanvasRenderingContext2D, x: number, y: number, half: number) {
  for (let corner = 0; corner < 5; corner++) {
    const angle = (corner / 5) * Math.PI * 2 - Math.PI / 2
    context.lineTo(x + Math.cos(angle) * half * 1.1, y + Math.sin(angle) * half * 1.1)
  }
  context.closePath()
}

function database(context: CanvasRenderingContext2D, x: number, y: number, half: number) {
  context.rect(x - half, y - half, half * 2, half * 2)
  for (const line of [y - half / 3, y + half / 3]) {
    context.moveTo(x - half, line)
    context.lineTo(x + half, line)
  }
}

/** Passthrough: an arrow that crosses a wall. */
function arrowThrough(context: CanvasRenderingContext2D, x: number, y: number, half: number) {
  context.moveTo(x - half / 3, y - half)
  context.lineTo(x - half / 3, y + half)
  context.moveTo(x - half, y)
  context.lineTo(x + half, y)
  context.lineTo(x + half * 0.4, y - half * 0.5)
  context.moveTo(x + half, y)
  context.lineTo(x + half * 0.4, y + half * 0.5)
}

/** BlackHole: a ring round a full core. */
function hole(context: CanvasRenderingContext2D, x: number, y: number, half: number) {
  context.arc(x, y, half, 0, Math.PI * 2)
  for (const radius of [half * 0.5, half * 0.25]) {
    context.moveTo(x + radius, y)
    context.arc(x, y, radius, 0, Math.PI * 2)
  }
}

export function triangle(context: CanvasRenderingContext2D, x: number, y: number, half: number) {
  context.beginPath()
  context.moveTo(x, y - half)
  context.lineTo(x + half * 1.1, y + half * 0.9)
  context.lineTo(x - half * 1.1, y + half * 0.9)
  context.closePath()
}
