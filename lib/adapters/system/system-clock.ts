import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../ports/clock.ts'

export function systemClock(): Clock {
  return {
    now: () => Date.now() / 1000,
    async sleep(seconds, signal) {
      try {
        await delay(seconds * 1000, undefined, { signal, ref: false })
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      }
    },
  }
}
