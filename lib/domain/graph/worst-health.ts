import type { Health } from './snapshot.ts'

const worstFirst = ['failing', 'degraded', 'unknown', 'healthy', 'idle'] as const satisfies readonly Health[]

/** The gravest of several; what cannot be told is graver than what is well. Of none it is `idle`. */
export function worstHealth(several: readonly Health[]): Health {
  return worstFirst.find((health) => several.includes(health)) ?? 'idle'
}
