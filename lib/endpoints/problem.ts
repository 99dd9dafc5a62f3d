import { z } from 'zod'
import { ErrorCode } from '../domain/errors.ts'

/** RFC 9457 problem details. `code` is stable; `detail` is English for logs, `messages` carry the sentence for people. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: ErrorCode,
  detail: z.string(),
  messages: z.object({ en: z.string(), zh: z.string() }),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
  requestId: z.string().optional(),
  /** Which request parameters were wrong, for `invalid`. */
  errors: z.array(z.object({ at: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof Problem>
