import { AppError, type ErrorCode } from '../../domain/errors.ts'
import type { ServerStatus } from './server-status.ts'

/** `gone`: the version asked for is compacted away. `absent`: the API server does not serve this resource. */
export type FailureCode = 'unavailable' | 'timeout' | 'unauthenticated' | 'forbidden' | 'gone' | 'absent'

/** What the API server answered instead of what was asked. `reason` is one short word of ours, never text of a body: that is `said`. */
export class ApiFailure extends Error {
  readonly code: FailureCode
  readonly reason: string
  readonly status: number | undefined
  readonly retryAfterSeconds: number | undefined
  /** The server's own words, where they were asked for. */
  readonly said: ServerStatus
  /** A write that may have been done all the same. */
  mayBeDone = false

  constructor(
    code: FailureCode,
    reason: string,
    details: { status?: number; retryAfterSeconds?: number; said?: ServerStatus } = {},
  ) {
    super(`${code} ${reason}`)
    this.name = 'ApiFailure'
    this.code = code
    this.reason = reason
    this.status = details.status
    this.retryAfterSeconds = details.retryAfterSeconds
    this.said = details.said ?? {}
  }
}

const codeByStatus = new Map<number, FailureCode>([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'absent'],
  [408, 'timeout'],
  [410, 'gone'],
  [504, 'timeout'],
])

const longestRetryAfterSeconds = 120

/** An HTTP status, or the `code` of a Status event inside a watch, as a failure. */
export function statusFailure(status: number, retryAfter?: string, said: ServerStatus = {}): ApiFailure {
  const asked = retryAfter === undefined || !/^\d{1,6}$/.test(retryAfter.trim()) ? undefined : Number(retryAfter)
  const seconds = asked ?? said.retryAfterSeconds
  return new ApiFailure(codeByStatus.get(status) ?? 'unavailable', `http-${status}`, {
    status,
    said,
    ...(seconds === undefined ? {} : { retryAfterSeconds: Math.min(seconds, longestRetryAfterSeconds) }),
  })
}

/** Anything thrown on the way as a failure: Node's error code is the reason, its message stays here. */
export function asApiFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) {
    return error
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unreadable'
  return new ApiFailure('unavailable', code)
}

const portCodes: Record<FailureCode, ErrorCode> = {
  unavailable: 'unavailable',
  timeout: 'timeout',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  gone: 'unavailable',
  absent: 'unavailable',
}

export function toAppError(
  failure: { code: FailureCode; reason: string; retryAfterSeconds?: number | undefined },
  cluster: string,
): AppError {
  const { code, reason, retryAfterSeconds } = failure
  return new AppError(portCodes[code], {
    source: 'kubernetes',
    cluster,
    reason,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  })
}
