import { AppError, type ErrorCode } from '../../domain/errors.ts'

const source = 'alertmanager'

const codesByStatus: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  422: 'invalid',
}

/** What an answer other than 2xx means; nothing of its body is kept. */
export function refusalOf(status: number): AppError {
  const code = codesByStatus[status]
  if (code !== undefined) {
    return new AppError(code, { source, status })
  }
  const reason = status >= 500 || status === 429 ? 'server-error' : 'not-alertmanager'
  return new AppError('unavailable', { source, reason, status })
}

/** What a 2xx means whose body Alertmanager did not write. */
export function strangeAnswer(cause: unknown): AppError {
  return new AppError('unavailable', { source, reason: 'not-alertmanager' }, { cause })
}

/** What a failed attempt to ask means. */
export function failureOf(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('unavailable', { source, reason: connectionReason(error) }, { cause: error })
}

function connectionReason(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') {
      return cause.code
    }
  }
  return 'connection'
}
