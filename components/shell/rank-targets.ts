interface Named {
  label: string
  hint: string
}

/**
 * The targets whose label or hint has every word of a search: those whose label begins with it first, then those whose
 * label has it, then the rest, each in the order given.
 */
export function rankTargets<Target extends Named>(targets: readonly Target[], search: string, count: number): Target[] {
  const wanted = search.trim().toLowerCase()
  const words = wanted.split(/\s+/)
  const rank = ({ label }: Named) => {
    const at = label.toLowerCase().indexOf(wanted)
    return at === 0 ? 0 : at > 0 ? 1 : 2
  }
  return targets
    .filter(({ label, hint }) => {
      const text = `${label} ${hint}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, count)
}
