/** A key for maps made of several texts, of which some may be missing: different parts never give the same key. */
export function lookupKey(...parts: (string | undefined)[]): string {
  let key = ''
  for (const part of parts) {
    key += part === undefined ? '-' : `${part.length}:${part}`
  }
  return key
}
