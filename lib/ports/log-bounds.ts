import { AppError } from '../domain/errors.ts'
import { refuseBadNames } from '../domain/mesh/refuse-bad-names.ts'
import type { LogQuery } from './logs.ts'

/** A query's numbers, defaults filled in. */
interface LogBounds {
  tailLines: number
  sinceSeconds?: number
  limitBytes: number
}

const mostLines = 10_000
const mostBytes = 16 * 1024 * 1024

/** Checks everything an adapter of `Logs` is asked, and fills in what was left out. Throws `invalid`. */
export function logBounds({ namespace, pod, container, ...numbers }: LogQuery): LogBounds {
  refuseBadNames({ namespace, pod, container })
  const { tailLines = 1_000, sinceSeconds, limitBytes = 1024 * 1024 } = numbers
  refuseBadNumber('tailLines', tailLines, mostLines)
  refuseBadNumber('limitBytes', limitBytes, mostBytes)
  if (sinceSeconds === undefined) {
    return { tailLines, limitBytes }
  }
  refuseBadNumber('sinceSeconds', sinceSeconds, Number.MAX_SAFE_INTEGER)
  return { tailLines, sinceSeconds, limitBytes }
}

function refuseBadNumber(field: string, given: number, most: number): void {
  if (!Number.isSafeInteger(given) || given < 1 || given > most) {
    throw new AppError('invalid', { reason: 'bad-number', field, given: String(given) })
  }
}
