import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../ports/clock.ts'

/** A clock that starts at the real now and runs `speed` times as fast; it never steps back. */
export function demoClock({ speed }: { speed: number }): Clock {
  const startedAt = Date.now() / 1000
  const startedTicks = performance.now()
  return {
    now: () => startedAt + ((performance.now() - startedTicks) / 1000) * speed,
    async sleep(seconds, signal) {
      try {
        await delay((seconds / speed) * 1000, undefined, { signal, ref: false })
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      }
    },
  }
}
