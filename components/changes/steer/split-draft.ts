import type { DestinationShare, ServiceSplit, SplittableRoute } from '#lib/domain/changes/service-split.ts'

/** Percent of a route's requests by version. */
export type Percents = ReadonlyMap<string, number>

/** How one route divides its requests, seen from the service's versions. */
export interface RouteSplit {
  /** What the versions have together; it stays theirs, as everybody else's share stays. */
  togetherPercent: number
  /** Every version of the service. */
  percents: Percents
  /** No route tells the versions apart yet: they share by their ready pods. */
  isByPods: boolean
  /** Destinations that are no version of the service. */
  others: DestinationShare[]
}

type Split = Pick<ServiceSplit, 'host' | 'versions'>

const precision = 10_000

/** Without the noise of binary fractions. */
export function tidyPercent(percent: number): number {
  return Math.round(percent * precision) / precision
}

export function routeSplit({ host, versions }: Split, { shares }: Pick<SplittableRoute, 'shares'>): RouteSplit {
  const explicit = Map.groupBy(shares, ({ version }) => version)
  const isMissing = versions.some(({ version }) => !explicit.has(version))
  const isWhole = (share: DestinationShare) => share.version === undefined && share.host === host && !share.subset
  const whole = isMissing ? shares.filter(isWhole) : []
  const others = shares.filter((share) => share.version === undefined && !whole.includes(share))
  const wholeShare = sumOf(whole)
  const pods = versions.reduce((sum, { readyPods }) => sum + readyPods, 0)
  const percents = new Map(
    versions.map(({ version, readyPods }) => {
      const byPods = pods === 0 ? 0 : (wholeShare * readyPods) / pods
      return [version, tidyPercent((sumOf(explicit.get(version) ?? []) + byPods) * 100)]
    }),
  )
  return {
    togetherPercent: tidyPercent((sumOf(shares) - sumOf(others)) * 100),
    percents,
    isByPods: whole.length > 0,
    others,
  }
}

/**
 * The percents with one version's set. The others give or take in the proportion they have, else in the one they were
 * set in, else the first of them alone; together they stay `togetherPercent`.
 */
export function withPercent(
  { togetherPercent, percents: set }: Pick<RouteSplit, 'togetherPercent' | 'percents'>,
  percents: Percents,
  version: string,
  percent: number,
): Percents {
  const own = tidyPercent(Math.min(togetherPercent, Math.max(0, percent)))
  const others = [...percents.keys()].filter((other) => other !== version)
  const rest = togetherPercent - own
  const [first] = others
  const basis = [percents, set].find((known) => others.some((other) => (known.get(other) ?? 0) > 0))
  const weight = (other: string) => (basis === undefined ? Number(other === first) : (basis.get(other) ?? 0))
  const total = others.reduce((sum, other) => sum + weight(other), 0)
  return new Map(
    [...percents.keys()].map((name) => [
      name,
      name === version ? own : tidyPercent(total === 0 ? 0 : (rest * weight(name)) / total),
    ]),
  )
}

/**
 * What an intent says of a draft: the versions it moves, by percent of the route's requests; all of them where the route
 * does not tell them apart yet. Undefined where nothing moves.
 */
export function movedWeights(
  { percents: set, isByPods }: RouteSplit,
  draft: Percents,
): Record<string, number> | undefined {
  const moved = [...draft].filter(([version, percent]) => percent !== set.get(version))
  return moved.length === 0 ? undefined : Object.fromEntries(isByPods ? draft : moved)
}

/** The versions that get more than before, the most first. */
export function gainers(before: Percents, after: Percents): { version: string; percent: number }[] {
  const gain = (version: string) => (after.get(version) ?? 0) - (before.get(version) ?? 0)
  return [...after]
    .filter(([version]) => gain(version) > 0)
    .sort(([a], [b]) => gain(b) - gain(a))
    .map(([version, percent]) => ({ version, percent }))
}

function sumOf(shares: readonly DestinationShare[]): number {
  return shares.reduce((sum, { share }) => sum + share, 0)
}
