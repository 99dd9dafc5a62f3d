import type { ErrorCode, ErrorParams } from '../../domain/errors.ts'
import { AppError } from '../../domain/errors.ts'
import { NotPrometheus, readFailure } from './wire.ts'

const source = 'prometheus'
const maxDetailLength = 200

const codesByStatus: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  413: 'too-large',
  422: 'invalid',
  429: 'unavailable',
}
const unknownPathStatuses: ReadonlySet<number> = new Set([404, 405, 501])

/**
 * What an answer other than 2xx means. Of its body only Prometheus's own sentence is kept, cut short. A question that not
 * every store knows (`isOptional`) is `not-found` where the store says so.
 */
export function refusalOf(status: number, body: string, isOptional = false): AppError {
  const failure = readFailure(body)
  const detail: ErrorParams = failure?.error === undefined ? {} : { detail: shortened(failure.error) }
  if (failure?.errorType === 'timeout') {
    return new AppError('timeout', { source, status, ...detail })
  }
  const code = isOptional && unknownPathStatuses.has(status) ? 'not-found' : codesByStatus[status]
  if (code !== undefined) {
    return new AppError(code, { source, status, ...detail })
  }
  const reason = status >= 500 ? 'server-error' : 'not-prometheus'
  return new AppError('unavailable', { source, reason, status, ...detail })
}

/** What a failed attempt to ask means. */
export function failureOf(error: unknown): AppError {
  if (error instanceof AppError) {
    return error
  }
  if (error instanceof NotPrometheus) {
    return new AppError('unavailable', { source, reason: 'not-prometheus' }, { cause: error })
  }
  return new AppError('unavailable', { source, reason: connectionReason(error) }, { cause: error })
}

function connectionReason(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') {
      return cause.code
    }
  }
  return 'connection'
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().toWellFormed()
  return line.length > maxDetailLength ? `${line.slice(0, maxDetailLength - 1)}…`.toWellFormed() : line
}
