/** Readers of untrusted JSON: a wrong shape reads as absent, never throws. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function integer(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined
}

/** Only text values are kept. `Object.fromEntries` defines own properties, so a key `__proto__` stays a plain key. */
export function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** A value of `map` by its own key only: labels are hostile text, `constructor` is a legal one. */
export function own(map: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(map, key) ? text(map[key]) : undefined
}
