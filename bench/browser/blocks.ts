/** A time during which the main thread did one thing, in milliseconds of the page's clock. */
export interface Span {
  startMs: number
  durationMs: number
}

/** Browsers report no task shorter than this: a longest block of 50 ms means that none was longer. */
export const shortestReportedMs = 50

/** The longest of the tasks that ran, wholly or in part, between two moments. */
export function longestBlockMs(tasks: readonly Span[], from: number, to: number): number {
  const during = tasks.filter(({ startMs, durationMs }) => startMs < to && startMs + durationMs > from)
  return Math.max(shortestReportedMs, ...during.map(({ durationMs }) => durationMs))
}
