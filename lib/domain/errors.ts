import { z } from 'zod'

/** Stable codes of every failure the product reports; people read `messages.problems[code]`, programs read the code. */
export const ErrorCode = z.enum([
  'not-found',
  'forbidden',
  'unauthenticated',
  'conflict',
  'invalid',
  'too-large',
  'unavailable',
  'timeout',
  'internal',
])
export type ErrorCode = z.infer<typeof ErrorCode>

export type ErrorParams = Record<string, string | number | string[]>

const brand = Symbol.for('exantas.AppError')

/** A failure in domain words. `params` fill the sentence of `messages.problems[code]`; nothing in them is secret. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly [brand] = true

  /** By brand, not by class: a Next server loads this module once for its routes and once more for what starts with it. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options)
    this.name = 'AppError'
    this.code = code
    this.params = params
  }
}
