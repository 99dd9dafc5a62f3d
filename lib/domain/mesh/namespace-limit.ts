/**
 * The only namespaces that may be shown, sorted; undefined: all. `configured` are those to read where not all may be
 * read, `read` those the inventory has: one that is not configured proves that all may be read.
 */
export function namespaceLimit(configured: readonly string[], read: readonly { name: string }[]): string[] | undefined {
  const isLimited = configured.length > 0 && read.every(({ name }) => configured.includes(name))
  return isLimited ? [...new Set(configured)].sort() : undefined
}
