import { z } from 'zod'

/** What waits to be written, of everybody. */
export const WriteQueueState = z.object({
  waiting: z.number().int(),
  /** Of those, what takes something back: it goes first. */
  waitingUndo: z.number().int(),
  writing: z.number().int(),
  /** Seconds until the API server wants to be asked again; absent: it does not mind. */
  pausedSeconds: z.number().optional(),
})
export type WriteQueueState = z.infer<typeof WriteQueueState>
