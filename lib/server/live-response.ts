import 'server-only'
import type { LiveSubscription } from './live-hub.ts'

const heartbeatMs = 15_000
const lifetimeMs = 10 * 60_000

/** A subscription as `text/event-stream`: `alive` every 15 s; it ends itself after 10 to 12 minutes, so that reconnecting is the ordinary path. */
export function liveResponse(subscription: LiveSubscription, signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  const timers: NodeJS.Timeout[] = []
  let isOpen = true
  const end = (controller?: ReadableStreamDefaultController<Uint8Array>) => {
    timers.forEach(clearTimeout)
    subscription.close()
    if (isOpen && controller !== undefined) {
      controller.close()
    }
    isOpen = false
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => {
        if (isOpen) {
          controller.enqueue(encoder.encode(text))
        }
      }
      send('retry: 2000\n\n')
      const heartbeat = setInterval(() => send('event: alive\ndata: {}\n\n'), heartbeatMs)
      const lifetime = setTimeout(
        () => {
          send('event: end\ndata: {}\n\n')
          end(controller)
        },
        lifetimeMs * (1 + Math.random() * 0.2),
      )
      timers.push(heartbeat, lifetime)
      signal.addEventListener('abort', () => end(controller), { once: true })
      if (signal.aborted) {
        end(controller)
      }
    },
    async pull(controller) {
      const frame = await subscription.next()
      if (frame === undefined) {
        end(controller)
      } else if (isOpen) {
        controller.enqueue(frame)
      }
    },
    cancel: () => end(),
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
