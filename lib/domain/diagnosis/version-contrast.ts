import type { ServiceChanges, VersionSight } from './service-changes.ts'
import { sureness } from './sureness.ts'
import type { Evidence } from './suspect.ts'

export type VersionContrast = Extract<Evidence, { kind: 'version' }>

/** One version has to be this much slower than the others to be blamed for it. */
const slowerFrom = 1.5
const failingMoreFrom = 0.01

/**
 * The versions of a service against each other while the incident lasts: the one that fails or takes surely more than
 * the rest stands out. Where all do alike a rollout is innocent. The worst contrast first, undefined with fewer than
 * two versions that got requests.
 */
export function versionContrast({ versions }: ServiceChanges): VersionContrast | undefined {
  const names = new Set(versions.map(({ version }) => version))
  if (names.size < 2) {
    return undefined
  }
  const contrasts = [...names].flatMap((version) => {
    const own = versions.filter((one) => one.version === version)
    const others = versions.filter((one) => one.version !== version)
    return [errorContrast(version, own, others), latencyContrast(version, own, others)].filter(
      (found) => found !== undefined,
    )
  })
  return contrasts.sort((a, b) => b.z - a.z)[0]
}

/** Whether a contrast is enough to blame the version. */
export function standsOut({ metric, now, others, z }: VersionContrast): boolean {
  const isLarge = metric === 'errors' ? now - others >= failingMoreFrom : now >= slowerFrom * others
  return isLarge && sureness(z) > 0.5
}

function errorContrast(version: string, own: readonly VersionSight[], others: readonly VersionSight[]) {
  const [one, rest] = [pooled(own), pooled(others)]
  if (one === undefined || rest === undefined) {
    return undefined
  }
  const middle = (one.failed + rest.failed + 1) / (one.requests + rest.requests + 2)
  const deviation = Math.sqrt(middle * (1 - middle) * (1 / one.requests + 1 / rest.requests))
  const [now, then] = [one.failed / one.requests, rest.failed / rest.requests]
  return { kind: 'version', metric: 'errors', version, now, others: then, z: (now - then) / deviation } as const
}

function pooled(versions: readonly VersionSight[]): { failed: number; requests: number } | undefined {
  let [failed, requests] = [0, 0]
  for (const { errorRatio } of versions) {
    const count = errorRatio?.requestsNow ?? 0
    failed += (errorRatio?.now ?? 0) * count
    requests += count
  }
  return requests === 0 ? undefined : { failed, requests }
}

function latencyContrast(version: string, own: readonly VersionSight[], others: readonly VersionSight[]) {
  const [one, rest] = [meanMs(own), meanMs(others)]
  return one === undefined || rest === undefined
    ? undefined
    : ({
        kind: 'version',
        metric: 'latency',
        version,
        now: one.now,
        others: rest.now,
        z: (one.now - rest.now) / Math.hypot(one.spread, rest.spread),
      } as const)
}

function meanMs(versions: readonly VersionSight[]): { now: number; spread: number } | undefined {
  let [weights, now, spread] = [0, 0, 0]
  for (const { latencyMs, requestsPerSecond } of versions) {
    if (latencyMs !== undefined) {
      weights += requestsPerSecond + Number.EPSILON
      now += (requestsPerSecond + Number.EPSILON) * latencyMs.now
      spread += (requestsPerSecond + Number.EPSILON) * latencyMs.spread
    }
  }
  return weights === 0 ? undefined : { now: now / weights, spread: spread / weights }
}
