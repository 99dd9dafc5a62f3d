import type { Clock } from '../ports/clock.ts'

interface Sleeper {
  wakesAt: number
  wake(): void
}

/** A clock that moves only when told to; sleepers wake in order. */
export class ManualClock implements Clock {
  private seconds: number
  private sleepers: Sleeper[] = []

  constructor(seconds = 1_790_000_000) {
    this.seconds = seconds
  }

  get sleeping(): number {
    return this.sleepers.length
  }

  now(): number {
    return this.seconds
  }

  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const sleeper: Sleeper = { wakesAt: this.seconds + seconds, wake: resolve }
      this.sleepers.push(sleeper)
      signal?.addEventListener(
        'abort',
        () => {
          this.sleepers = this.sleepers.filter((other) => other !== sleeper)
          reject(signal.reason)
        },
        { once: true },
      )
    })
  }

  /** Moves time and lets everybody whose time has come run on. */
  async advance(seconds: number): Promise<void> {
    this.seconds += seconds
    const due = this.sleepers.filter((sleeper) => sleeper.wakesAt <= this.seconds)
    this.sleepers = this.sleepers.filter((sleeper) => sleeper.wakesAt > this.seconds)
    for (const sleeper of due.sort((a, b) => a.wakesAt - b.wakesAt)) {
      sleeper.wake()
    }
    await settled()
  }
}

/** Lets every promise that can go on do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
