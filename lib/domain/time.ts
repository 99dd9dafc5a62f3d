import { z } from 'zod'

/** Seconds since 1970-01-01T00:00:00Z. */
export type UnixSeconds = number

const units = { s: 1, m: 60, h: 3600, d: 86_400 } as const

export const minWindowSeconds = 10
export const maxWindowSeconds = 7 * units.d

/** A length of time written as `60s`, `5m`, `6h` or `7d`, read as seconds within 10 s and 7 days. */
export const Window = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhd]$/, 'a window is a number and one of s, m, h, d, as in 60s or 5m')
  .transform((text) => Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units])
  .refine((seconds) => seconds >= minWindowSeconds && seconds <= maxWindowSeconds, 'a window lies between 10s and 7d')

/** `60` → `60s`, `300` → `5m`: the shortest text that `Window` reads back as the same number. */
export function formatWindow(seconds: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    if (seconds % units[unit] === 0 && (unit !== 'm' || seconds > 60)) {
      return `${seconds / units[unit]}${unit}`
    }
  }
  return `${seconds}s`
}
