const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** How long ago, in the largest unit that fits and the next: `3 h 12 min`, `12 min`; under a minute `0 min`. */
export function ageText(seconds: number, locale: string): string {
  const first = units.findIndex(([, size]) => seconds >= size)
  const start = first === -1 ? units.length - 1 : first
  let rest = Math.max(0, seconds)
  const parts = units.slice(start, start + 2).map(([unit, size]) => {
    const value = Math.floor(rest / size)
    rest -= value * size
    return { unit, value }
  })
  return parts
    .filter(({ value }, index) => index === 0 || value > 0)
    .map(({ unit, value }) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value),
    )
    .join(' ')
}
