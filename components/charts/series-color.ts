const seriesCount = 8

/** The colour of the n-th line, counted from 0 over the sorted names: a name keeps its colour while its neighbours stay. */
function seriesColor(index: number): string {
  return `var(--series-${(index % seriesCount) + 1})`
}

/** Colours by name, over the names sorted. */
export function seriesColors(names: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...new Set(names)].sort().map((name, index) => [name, seriesColor(index)]))
}
