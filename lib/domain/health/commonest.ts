/** The name with the largest sum of rates over several records, among those that are meant; names settle a draw. */
export function commonest(
  several: readonly (Readonly<Record<string, number>> | undefined)[],
  isMeant: (name: string) => boolean,
): string | undefined {
  const sums = new Map<string, number>()
  for (const [name, perSecond] of several.flatMap((rates) => Object.entries(rates ?? {}))) {
    if (perSecond > 0 && isMeant(name)) {
      sums.set(name, (sums.get(name) ?? 0) + perSecond)
    }
  }
  return [...sums].sort(([a, p], [b, q]) => q - p || (a < b ? -1 : 1))[0]?.[0]
}
