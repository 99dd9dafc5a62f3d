/**
 * A moment in the viewer's zone to the second; with its day when that is not the day of `now`, so that a clock time of
 * last week is never read as today's. Both in Unix seconds.
 */
export function momentText(unixSeconds: number, now: number, locale: string): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'short' })
  const isToday = day.format(unixSeconds * 1000) === day.format(now * 1000)
  return new Intl.DateTimeFormat(locale, {
    ...(isToday ? {} : { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(unixSeconds * 1000)
}
