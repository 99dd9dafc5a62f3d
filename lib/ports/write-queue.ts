import type { WriteQueueState } from '../domain/follow-up/write-queue-state.ts'

/** What waits before the API servers. */
export interface WriteQueue {
  state(): WriteQueueState
}
