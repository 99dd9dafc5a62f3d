import type { Clock } from '../ports/clock.ts'

/** A clock on which waiting takes no time: whoever sleeps moves it on. */
export class SkippingClock implements Clock {
  private seconds: number

  constructor(seconds = 1_790_000_000) {
    this.seconds = seconds
  }

  now(): number {
    return this.seconds
  }

  async sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    this.seconds += seconds
    await new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
    signal?.throwIfAborted()
  }
}
