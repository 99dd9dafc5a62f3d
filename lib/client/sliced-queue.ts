/** Work that may stop at every `yield` to go on later. */
export type Job<Result> = Generator<void, Result>

const sliceMs = 8

/**
 * Does jobs one after the other, a slice at a time, so that the page answers in between. The first slice is a task of its
 * own, too: to receive a large message takes the browser as long as to read it.
 */
export class SlicedQueue {
  private readonly jobs: Job<void>[] = []

  add(job: Job<void>): void {
    this.jobs.push(job)
    if (this.jobs.length === 1) {
      void nextTask().then(() => this.work())
    }
  }

  private work(): void {
    const until = performance.now() + sliceMs
    for (let job = this.jobs[0]; job !== undefined; job = this.jobs[0]) {
      if (this.isDone(job)) {
        this.jobs.shift()
      } else if (performance.now() > until) {
        void nextTask().then(() => this.work())
        return
      }
    }
  }

  /** A job that throws is over; its error goes to whoever reports errors, and the next job has its turn. */
  private isDone(job: Job<void>): boolean {
    try {
      return job.next().done === true
    } catch (error) {
      reportError(error)
      return true
    }
  }
}

/** Soon, but after what the page has to do: `scheduler.yield` where there is one, for it does not wait behind timers. */
function nextTask(): Promise<void> {
  return 'scheduler' in globalThis && 'yield' in scheduler
    ? scheduler.yield()
    : new Promise((resolve) => setTimeout(resolve))
}
