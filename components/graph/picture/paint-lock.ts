import type { Point } from '../layout/graph-layout.ts'
import type { Lock } from '../view/graph-view.ts'
import type { Brush } from './brush.ts'

const half = 3.6

/** A padlock: shut under mutual TLS, its shackle off where there is none, half filled where part of the calls are. */
export function paintLock({ context, palette }: Brush, lock: Lock, { x, y }: Point) {
  const ink = lock === 'closed' ? palette.text3 : palette.text
  const top = y - 0.5
  context.strokeStyle = ink
  context.fillStyle = ink
  context.lineWidth = 1.1
  context.beginPath()
  const lift = lock === 'open' ? 1.6 : 0
  const aside = lock === 'open' ? half * 0.9 : 0
  context.moveTo(x - half * 0.6 + aside, top - lift)
  context.lineTo(x - half * 0.6 + aside, top - 1.8 - lift)
  context.arc(x + aside, top - 1.8 - lift, half * 0.6, Math.PI, 0)
  context.lineTo(x + half * 0.6 + aside, lock === 'open' ? top - 1.2 - lift : top)
  context.stroke()
  context.beginPath()
  context.roundRect(x - half, top, half * 2, 5, 1)
  context.stroke()
  if (lock !== 'open') {
    context.beginPath()
    context.rect(x - half, top, lock === 'closed' ? half * 2 : half, 5)
    context.fill()
  }
}
