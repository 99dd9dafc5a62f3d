import { z } from 'zod'
import { ErrorCode } from '../domain/errors.ts'
import { WriteQueueState } from '../domain/follow-up/write-queue-state.ts'
import { SourceName } from '../domain/notice.ts'
import { endpoint } from './endpoint.ts'

const nothing = z.strictObject({})

export const healthLive = endpoint({
  method: 'GET',
  path: '/api/health/live',
  summary: 'The process answers',
  params: nothing,
  query: nothing,
  response: z.object({ status: z.literal('ok') }),
})

/** 200 also while a source is down: the console still serves what it knows. */
export const healthReady = endpoint({
  method: 'GET',
  path: '/api/health/ready',
  summary: 'The state of each source',
  params: nothing,
  query: nothing,
  response: z.object({
    status: z.enum(['ok', 'partial', 'down']),
    writes: WriteQueueState,
    sources: z.array(
      z.object({
        source: SourceName,
        status: z.enum(['ok', 'down']),
        code: ErrorCode.optional(),
        tookMs: z.number(),
        answeredBy: z.string().optional(),
      }),
    ),
  }),
})
