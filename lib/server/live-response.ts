import 'server-only'
import type { LiveSubscription } from './live-hub.ts'

const heartbeatMs = 15_000
const lifetimeMs = 10 * 60_000

/** A subscription as `text/event-stream`: heartbeat every 15 s; it ends itself after 10 to 12 minutes, so that reconnecting is the ordinary path. */
export function liveResponse(subscription: LiveSubscription, signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  const timers: NodeJS.Timeout[] = []
  const end = () => {
    timers.forEach(clearInterval)
    subscription.close()
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode('retry: 2000\n\n'))
      timers.push(
        setInterval(() => controller.enqueue(encoder.encode(': alive\n\n')), heartbeatMs),
        setTimeout(end, lifetimeMs * (1 + Math.random() * 0.2)),
      )
      signal.addEventListener('abort', end, { once: true })
    },
    async pull(controller) {
      const frame = await subscription.next()
      if (frame === undefined) {
        end()
        controller.close()
      } else {
        controller.enqueue(encoder.encode(frame))
      }
    },
    cancel: end,
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
