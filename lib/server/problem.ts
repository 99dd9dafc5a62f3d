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
  const says = (sentences: Sentences) => sentenceOf(known, sentences)
  return {
    type: `https://exantas.dev/problems/${known.code}`,
    title: known.code,
    status: statuses[known.code],
    code: known.code,
    detail: says(en),
    messages: { en: says(en), zh: says(zh) },
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

type Sentences = typeof en

/** What the reason says, where there is a sentence for it and all that it names is known; else what the code says. */
function sentenceOf(error: AppError, sentences: Sentences): string {
  const reason = reasonOf(error)
  const named = { what: objectOf(error), ...error.params }
  const told = isReason(sentences, reason) ? filled(sentences.reasons[reason], named) : undefined
  return told ?? sentences[error.code].replace('{what}', () => describe(error))
}

/** What people must know first goes before why it came to it. */
function reasonOf({ params }: AppError): string {
  if (params.halfDone !== undefined) {
    return 'half-done'
  }
  return params.outcome === 'unknown' ? 'unknown-outcome' : String(params.reason ?? '')
}

function isReason({ reasons }: Sentences, reason: string): reason is keyof Sentences['reasons'] {
  return Object.hasOwn(reasons, reason)
}

/** Undefined where the sentence names something that is not known. */
function filled(sentence: string, params: Record<string, unknown>): string | undefined {
  const names = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const texts = new Map(names.map((name) => [name, textOf(params[name])]))
  return names.some((name) => texts.get(name) === undefined)
    ? undefined
    : sentence.replace(/\{(\w+)\}/g, (_, name: string) => texts.get(name) ?? '')
}

/** The object a failure is about, as people name it. */
function objectOf({ params: { kind, namespace, name } }: AppError): string | undefined {
  return kind === undefined || name === undefined ? undefined : [kind, namespace, name].filter(Boolean).join('/')
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : Array.isArray(value) ? value.join(', ') : String(value)
}

function describe({ code, params }: AppError): string {
  if (params.what !== undefined) {
    return String(params.what)
  }
  const parts = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`)
  return parts.length === 0 ? code : parts.join(', ')
}
