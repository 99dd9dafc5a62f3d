import type { IncidentWindow } from './incident-window.ts'
import { latencyFloor } from './latency-change.ts'
import { ratioChange } from './ratio-change.ts'
import { quantile, type Series, sortedAt } from './robust-change.ts'
import type { VersionSight } from './service-changes.ts'
import type { WindowSplit } from './split-window.ts'
import type { CallRow } from './traffic-table.ts'

/** The versions of a callee as one caller meets them now; the callee's own count where it counted, since retries hide failing versions from the caller. */
export function versionSights(row: CallRow, window: IncidentWindow, split: WindowSplit): VersionSight[] {
  const counted = row.versions.destination.size > 0 ? row.versions.destination : row.versions.source
  return [...counted].map(([version, sight]) => ({
    source: row.source,
    destination: row.destination,
    version,
    errorRatio: sight.errors && ratioChange(sight.errors, sight.requests, split, window.stepSeconds),
    requestsPerSecond: presentLevel(sight.requests ?? [], split)?.now ?? 0,
    latencyMs: presentLevel(sight.meanMs ?? sight.p50Ms ?? sight.p90Ms ?? [], split),
  }))
}

function presentLevel(values: Series, split: WindowSplit): { now: number; spread: number } | undefined {
  const present = sortedAt(values, split.incident)
  if (present.length === 0) {
    return undefined
  }
  const now = quantile(present, 0.5)
  const range = (quantile(present, 0.75) - quantile(present, 0.25)) / 1.349
  return { now, spread: Math.max(range, latencyFloor(now)) }
}
