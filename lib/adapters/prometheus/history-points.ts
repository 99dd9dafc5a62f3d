import { AppError } from '../../domain/errors.ts'
import type { Points } from '../../domain/telemetry/traffic.ts'

interface Span {
  from: number
  to: number
  stepSeconds: number
}

// Prometheus refuses more.
const maxPoints = 11_000

export function historyTimestamps({ from, to, stepSeconds }: Span): number[] {
  const count = Math.floor((to - from) / stepSeconds + 1e-6) + 1
  if (!(stepSeconds > 0) || !(from <= to) || !Number.isFinite(count)) {
    throw new AppError('invalid', { source: 'prometheus', reason: 'range' })
  }
  if (count > maxPoints) {
    throw new AppError('too-large', { source: 'prometheus', points: count, maxPoints })
  }
  return Array.from({ length: count }, (_, index) => from + index * stepSeconds)
}

/** A value per timestamp; null where a series has none, or none that is a number. */
export function placedPoints(series: readonly [number, number][], timestamps: number[], stepSeconds: number): Points {
  const values: Points = timestamps.map(() => null)
  const [from = 0] = timestamps
  for (const [time, value] of series) {
    const index = Math.round((time - from) / stepSeconds)
    if (index >= 0 && index < values.length && !Number.isNaN(value)) {
      values[index] = value
    }
  }
  return values
}

export function summedPoints(left: Points, right: Points): Points {
  return left.map((value, index) => {
    const other = right[index] ?? null
    return value === null ? other : value + (other ?? 0)
  })
}
