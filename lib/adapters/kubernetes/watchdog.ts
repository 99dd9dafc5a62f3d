import type { Clock } from '../../ports/clock.ts'
import { ApiFailure } from './api-failure.ts'

/** Aborts `signal` with a `timeout` failure once nobody has called `arm` for as long as it was armed for, or with its parent. */
export interface Watchdog {
  readonly signal: AbortSignal
  arm(seconds: number): void
  stop(): void
}

export function watchdog(clock: Clock, parent: AbortSignal, seconds: number): Watchdog {
  const cut = new AbortController()
  const timer = new AbortController()
  const onParent = () => cut.abort(parent.reason)
  let deadline = clock.now() + seconds

  async function guard(): Promise<void> {
    for (let left = seconds; left > 0; left = deadline - clock.now()) {
      await clock.sleep(left, timer.signal)
    }
    cut.abort(new ApiFailure('timeout', 'no-answer'))
  }

  if (parent.aborted) {
    onParent()
  } else {
    parent.addEventListener('abort', onParent, { once: true })
    guard().catch(() => undefined)
  }
  return {
    signal: cut.signal,
    arm(next) {
      deadline = Math.max(deadline, clock.now() + next)
    },
    stop() {
      parent.removeEventListener('abort', onParent)
      timer.abort()
    },
  }
}
