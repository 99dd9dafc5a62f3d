/** A number as it stands on every page: three significant digits, unit apart so that it can be set small. */
export interface Quantity {
  value: string
  unit?: string
}

const missing: Quantity = { value: '–' }

export function formatRate(perSecond: number | undefined): Quantity {
  return perSecond === undefined ? missing : { value: digits(perSecond), unit: 'rps' }
}

/** Of what is no request, connections for one. */
export function formatPerSecond(perSecond: number | undefined): Quantity {
  return perSecond === undefined ? missing : { value: digits(perSecond), unit: '/s' }
}

/** How many times as much: `1.65 ×`. */
export function formatTimes(ratio: number | undefined): Quantity {
  return ratio === undefined ? missing : { value: digits(ratio), unit: '×' }
}

/** A ratio 0..1 as percent. */
export function formatRatio(ratio: number | undefined): Quantity {
  return ratio === undefined ? missing : { value: digits(ratio * 100), unit: '%' }
}

export function formatMs(ms: number | undefined): Quantity {
  if (ms === undefined) {
    return missing
  }
  return ms < 1000 ? { value: digits(ms), unit: 'ms' } : { value: seconds(ms), unit: 's' }
}

/** A histogram bracket in ms: `250–500 ms`, `1.00–2.50 s`; one whose ends fall together is open upwards. */
export function formatBracketMs(bracket: readonly [number, number] | undefined): Quantity {
  if (bracket === undefined) {
    return missing
  }
  const [lower, upper] = bracket
  const isSeconds = upper >= 1000
  const show = isSeconds ? bracketSeconds : bracketMs
  const unit = isSeconds ? 's' : 'ms'
  return { value: lower === upper ? `> ${show(lower)}` : `${show(lower)}–${show(upper)}`, unit }
}

const byteUnits = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s']

export function formatBytesRate(bytesPerSecond: number | undefined): Quantity {
  if (bytesPerSecond === undefined) {
    return missing
  }
  let scaled = bytesPerSecond
  let step = 0
  while (scaled >= 999.5 && step < byteUnits.length - 1) {
    scaled /= 1000
    step += 1
  }
  return { value: digits(scaled), unit: byteUnits[step] }
}

/** `Quantity` in one string, for titles and canvas labels. */
export function joined({ value, unit }: Quantity): string {
  return unit === undefined ? value : `${value} ${unit}`
}

/** A moment in the viewer's zone, to the second. */
export function formatClock(unixSeconds: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(unixSeconds * 1000)
}

/** A moment exact and zoned, for hover. */
export function formatMoment(unixSeconds: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(unixSeconds * 1000)
}

function digits(value: number): string {
  if (value === 0) {
    return '0'
  }
  const size = Math.abs(value)
  if (size < 0.001) {
    return '< 0.001'
  }
  if (size >= 999.5) {
    return Math.round(value)
      .toString()
      .replace(/\B(?=(\d{3})+$)/g, ' ')
  }
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.0995 ? 2 : 3
  return value.toFixed(decimals)
}

function seconds(ms: number): string {
  return digits(ms / 1000)
}

function bracketMs(ms: number): string {
  return String(ms)
}

function bracketSeconds(ms: number): string {
  return String(ms / 1000)
}
