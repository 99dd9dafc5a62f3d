/** A moment as `<input type="datetime-local">` writes it, in the zone of this browser: `2026-11-21T12:03:20`. */
export function momentInput(unixSeconds: number): string {
  const moment = new Date(unixSeconds * 1000)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`
}

/** The moment such a text means, in Unix seconds; undefined for what cannot be read and for what is still to come. */
export function momentOfInput(text: string, now: number): number | undefined {
  const moment = Math.floor(new Date(text).getTime() / 1000)
  return Number.isNaN(moment) || moment > now ? undefined : moment
}
