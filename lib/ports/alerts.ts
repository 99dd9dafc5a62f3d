import type { Alert } from '../domain/alerts/alert.ts'

/** A source of alerts. Every failure is an `AppError`: `unavailable`, `timeout`, `invalid`, `unauthenticated`, `forbidden`, `too-large`; `not-found`: the source has no such interface. */
export interface Alerts {
  source: Alert['source']
  /** All that is firing, pending or suppressed now, in no order; every alert once. */
  list(signal?: AbortSignal): Promise<Alert[]>
}
