import type { Clock } from '../../ports/clock.ts'

/** Pauses between tries to reach one API server. The first try that gets through ends everybody's, spread over a second. */
export interface BackoffPauses {
  /** Resolves after `seconds`, or sooner when woken or aborted. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>
  wakeAll(): void
}

const spreadSeconds = 1

export function backoffPauses(clock: Clock, random: () => number): BackoffPauses {
  const asleep = new Set<AbortController>()
  return {
    async sleep(seconds, signal) {
      const own = new AbortController()
      const onAbort = () => own.abort()
      signal.addEventListener('abort', onAbort, { once: true })
      asleep.add(own)
      const wasWoken = await clock.sleep(seconds, own.signal).then(
        () => false,
        () => true,
      )
      asleep.delete(own)
      signal.removeEventListener('abort', onAbort)
      if (wasWoken && !signal.aborted) {
        await clock.sleep(random() * spreadSeconds, signal).catch(() => undefined)
      }
    },
    wakeAll() {
      for (const own of asleep) {
        own.abort()
      }
    },
  }
}
