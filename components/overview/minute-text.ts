import { momentText } from '../ui/moment-text.ts'

/** A moment in the viewer's zone to the minute; with its day when that is not the day of `now`. Both in Unix seconds. */
export function minuteText(unixSeconds: number, now: number, locale: string): string {
  return momentText(unixSeconds, now, locale).replace(/:\d{2}$/, '')
}
