const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** `300` → `5 min` (en), `5 分钟` (zh): in the largest unit that divides it. */
export function durationText(seconds: number, locale: string): string {
  const [unit, length] = units.find(([, size]) => seconds % size === 0 && seconds >= size) ?? ['second', 1]
  const parts = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).formatToParts(
    seconds / length,
  )
  return parts
    .map((part) => part.value.trim())
    .filter((text) => text !== '')
    .join(' ')
}
