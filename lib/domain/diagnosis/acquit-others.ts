import type { IncidentWindow } from './incident-window.ts'
import type { RankedBlame } from './rank-suspects.ts'
import type { MeshChanges, ServiceChanges } from './service-changes.ts'
import { splitErrors } from './split-errors.ts'
import { type LatencyContext, latencyContext, splitLatency } from './split-latency.ts'
import type { Acquittal } from './suspect.ts'
import { slownessBeyondLoad, trafficGrowth } from './traffic-growth.ts'
import { standsOut, versionContrast } from './version-contrast.ts'

/** Looks bad from this many usual spreads on. */
const loudFrom = 4
const mostlyExplained = 0.5
const acquittalsTold = 6

/**
 * Why services that look bad, or were rolled out, are not the first suspect: their callees explain them, their traffic
 * does, both versions do alike, or nothing left its usual range. The loudest first.
 */
export function acquitOthers(suspects: readonly RankedBlame[], window: IncidentWindow, mesh: MeshChanges): Acquittal[] {
  const [first] = suspects
  const context = latencyContext(window, mesh)
  const rolledOut = new Set(window.changes.map(({ service }) => service))
  return [...mesh.values()]
    .filter(({ service }) => service !== first?.service)
    .map((changes) => ({ changes, z: loudness(changes) }))
    .filter(({ changes, z }) => z >= loudFrom || rolledOut.has(changes.service))
    .sort((a, b) => b.z - a.z)
    .flatMap(({ changes, z }) => acquit(changes, z, context, rolledOut.has(changes.service)) ?? [])
    .slice(0, acquittalsTold)
}

function loudness({ latencyMs, errorRatio }: ServiceChanges): number {
  return Math.max(latencyMs?.z ?? 0, errorRatio?.z ?? 0)
}

function acquit(
  changes: ServiceChanges,
  z: number,
  context: LatencyContext,
  isRolledOut: boolean,
): Acquittal | undefined {
  const { service, latencyMs, errorRatio } = changes
  const isSlowest = (latencyMs?.z ?? 0) >= (errorRatio?.z ?? 0)
  if (z < loudFrom) {
    return { service, reason: 'usual', z }
  }
  const portions = isSlowest ? splitLatency(changes, context) : splitErrors(changes, context.mesh)
  const below = Map.groupBy(
    portions.filter((portion) => portion.service !== service),
    (portion) => portion.service,
  )
  const callees = [...below]
    .map(([callee, own]) => ({ service: callee, share: own.reduce((sum, { share }) => sum + share, 0) }))
    .sort((a, b) => b.share - a.share)
  if (callees.reduce((sum, { share }) => sum + share, 0) >= mostlyExplained) {
    return { service, reason: 'callees-explain', callees }
  }
  if (isSlowest && slownessBeyondLoad(changes, context.surge) < mostlyExplained) {
    return { service, reason: 'load-explains', times: trafficGrowth(changes) }
  }
  const contrast = versionContrast(changes)
  return isRolledOut && contrast !== undefined && !standsOut(contrast)
    ? { service, reason: 'versions-alike', version: contrast.version, now: contrast.now, others: contrast.others }
    : undefined
}
