import type { Span } from './blocks.ts'

/** What a page tells of itself while it runs. */
export interface PageRecord {
  /** Tasks that held the main thread for over 50 ms. */
  longTasks: Span[]
  /** When something was sent to a worker. */
  workerMessagesMs: number[]
}

declare global {
  interface Window {
    exantasBench: PageRecord
  }
}

/** Runs inside the page, before any script of its own; it can use nothing from outside itself. */
export function recordPage(): void {
  const record: PageRecord = { longTasks: [], workerMessagesMs: [] }
  window.exantasBench = record
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      record.longTasks.push({ startMs: startTime, durationMs: duration })
    }
  }).observe({ type: 'longtask', buffered: true })
  const { postMessage } = Worker.prototype
  Worker.prototype.postMessage = function (this: Worker, ...sent: Parameters<Worker['postMessage']>) {
    record.workerMessagesMs.push(performance.now())
    postMessage.apply(this, sent)
  } as Worker['postMessage']
}
