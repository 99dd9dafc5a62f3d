import type { ChangePreview } from '#lib/endpoints/changes.ts'

export interface MovedShare {
  version: string
  /** What it gets of the route's requests, 0–1. */
  share: number
  /** Copies, whose answers nobody waits for. */
  isCopy: boolean
}

/** What goes where it did not: to the version that gains most, or the mirrored one. Undefined for what has no share. */
export function shareMoved({
  intent,
  split,
  chosen,
  resulting,
}: Pick<ChangePreview, 'intent' | 'split' | 'chosen' | 'resulting'>): MovedShare | undefined {
  if (intent.kind === 'set-mirror') {
    return { version: intent.version, share: intent.percentage / 100, isCopy: true }
  }
  const key = chosen[0]
  const after = resulting[0]?.shares ?? []
  const before = split.routes.find((route) => key !== undefined && isSameRoute(route.key, key))?.shares ?? []
  if (intent.kind !== 'set-weights') {
    return undefined
  }
  const gains = Object.keys(intent.weights)
    .map((version) => ({
      version,
      share: shareOf(after, version),
      gain: shareOf(after, version) - shareOf(before, version),
    }))
    .sort((a, b) => b.gain - a.gain)
  const [most] = gains
  return most === undefined || most.gain <= 0 ? undefined : { version: most.version, share: most.share, isCopy: false }
}

type Shares = ChangePreview['resulting'][number]['shares']
type Key = ChangePreview['chosen'][number]

function shareOf(shares: Shares, version: string): number {
  return shares.filter((one) => one.version === version).reduce((sum, { share }) => sum + share, 0)
}

function isSameRoute(a: Key, b: Key): boolean {
  return a.namespace === b.namespace && a.virtualService === b.virtualService && a.index === b.index
}
