import type { ServiceSplit, SplittableRoute } from '../changes/service-split.ts'
import type { ObservedSplit } from './observed-split.ts'

/** What traffic should show of a split, and why it could not show it. */
export interface WantedSplit {
  /** Shares set among the versions, 0–1. */
  versions: ObservedSplit['wanted']
  notJudged?: ObservedSplit['notJudged']
  /** Copies reach the service: its own proxies count more than was called. */
  isMirrored: boolean
}

/**
 * What traffic should show of the route that is changed by default. Requests that other routes take, tester routes too,
 * are counted with it, so then nothing can be judged; nor where a destination is the whole service.
 */
export function wantedSplit({ routes, host }: Pick<ServiceSplit, 'routes' | 'host'>): WantedSplit {
  const route = routes.find(({ isPreselected }) => isPreselected)
  const others = routes.filter((other) => other !== route && !other.isUnwritten)
  const shares = (route?.shares ?? []).filter((one) => one.host === host || one.version !== undefined)
  const known = shares.flatMap(({ version, share }) => (version === undefined ? [] : [{ version, share }]))
  const total = known.reduce((sum, { share }) => sum + share, 0)
  const byVersion = Map.groupBy(known, ({ version }) => version)
  const versions = [...byVersion].map(([version, own]) => ({
    version,
    share: total > 0 ? own.reduce((sum, { share }) => sum + share, 0) / total : 0,
  }))
  const why =
    others.length > 0 ? 'other-routes' : shares.length !== known.length || total === 0 ? 'unversioned' : undefined
  return { versions, ...(why !== undefined && { notJudged: why }), isMirrored: isMirrored(routes, host) }
}

function isMirrored(routes: readonly SplittableRoute[], host: string): boolean {
  return routes.some(({ mirrors }) => mirrors.some((mirror) => mirror.host === host && mirror.percentage > 0))
}
