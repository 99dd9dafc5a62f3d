import type { z } from 'zod'
import { AppError, type ErrorCode } from '../domain/errors.ts'
import type { Problem } from '../endpoints/problem.ts'
import en from '../i18n/messages/en/problems.json' with { type: 'json' }
import zh from '../i18n/messages/zh/problems.json' with { type: 'json' }

const statuses: Record<ErrorCode, number> = {
  'not-found': 404,
  forbidden: 403,
  unauthenticated: 401,
  conflict: 409,
  invalid: 400,
  'too-large': 413,
  unavailable: 503,
  timeout: 504,
  internal: 500,
}

/** Any failure as RFC 9457 problem details. What is not an `AppError` becomes `internal` and tells nothing of itself. */
export function problemOf(error: unknown, requestId?: string): Problem {
  const known = error instanceof AppError ? error : new AppError('internal', { what: requestId ?? 'unexpected' })
  const what = describe(known)
  return {
    type: `https://exantas.dev/problems/${known.code}`,
    title: known.code,
    status: statuses[known.code],
    code: known.code,
    detail: fill(en[known.code], what),
    messages: { en: fill(en[known.code], what), zh: fill(zh[known.code], what) },
    params: known.params,
    ...(requestId === undefined ? {} : { requestId }),
  }
}

/** The problem of parameters that do not parse: each with its place and its fault. */
export function invalidProblem(error: z.ZodError, requestId: string): Problem {
  const errors = error.issues.map((issue) => ({ at: issue.path.map(String).join('.'), message: issue.message }))
  const what = errors.map(({ at, message }) => (at === '' ? message : `${at}: ${message}`)).join('; ')
  return { ...problemOf(new AppError('invalid', { what: what.slice(0, 500) }), requestId), errors }
}

export function problemResponse(problem: Problem): Response {
  return Response.json(problem, {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
  })
}

function fill(sentence: string, what: string): string {
  return sentence.replace('{what}', () => what)
}

function describe({ code, params }: AppError): string {
  if (params.what !== undefined) {
    return String(params.what)
  }
  const parts = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`)
  return parts.length === 0 ? code : parts.join(', ')
}
