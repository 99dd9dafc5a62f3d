import type { Messages } from './messages.ts'

export type FlagKey = `${keyof Messages['flags']}.${'short' | 'text'}`

/** The translator of the `flags` messages, as far as this needs it. */
export interface FlagMessages {
  (key: FlagKey): string
  has(key: string): boolean
}

function isKnown(t: FlagMessages, key: string): key is FlagKey {
  return t.has(key)
}

/** The short meaning of an Envoy response flag; undefined for one nobody has described. */
export function flagMeaning(t: FlagMessages, flag: string): string | undefined {
  const key = `${flag}.short`
  return isKnown(t, key) ? t(key) : undefined
}
