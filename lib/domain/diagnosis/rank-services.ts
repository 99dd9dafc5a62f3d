import type { IncidentWindow } from './incident-window.ts'
import type { RankedBlame } from './rank-suspects.ts'
import type { MeshChanges, ServiceChanges } from './service-changes.ts'

export interface RankedService {
  service: string
  /** Comparable within one diagnosis; equal scores are ties. */
  score: number
}

/** What being the caller of a call that is blamed weighs beside being its callee. */
const otherEndWeight = 0.5
/** How loud a service is decides only where blame does not: insurance where the graph has no path. */
const loudnessWeight = 0.1

/**
 * Every candidate by blame, with calls that are blamed lifting their callers next to their callees, and by how loudly it
 * changed where blame says nothing.
 */
export function rankServices(
  window: IncidentWindow,
  mesh: MeshChanges,
  suspects: readonly RankedBlame[],
): RankedService[] {
  const masses = new Map(suspects.map(({ service, mass }) => [service, mass]))
  for (const { kind, edge, mass } of suspects) {
    if (kind === 'configuration' && edge !== undefined) {
      masses.set(edge[0], (masses.get(edge[0]) ?? 0) + otherEndWeight * mass)
    }
  }
  const services = window.candidates ?? window.services
  const loudest = Math.max(1, ...services.map((service) => loudness(mesh.get(service))))
  const most = Math.max(Number.EPSILON, ...services.map((service) => masses.get(service) ?? 0))
  return services
    .map((service) => ({
      service,
      score: (masses.get(service) ?? 0) / most + (loudnessWeight * loudness(mesh.get(service))) / loudest,
    }))
    .sort((a, b) => b.score - a.score)
}

function loudness(changes: ServiceChanges | undefined): number {
  const { latencyMs, errorRatio, incoming = [] } = changes ?? {}
  return Math.max(
    0,
    latencyMs?.z ?? 0,
    errorRatio?.z ?? 0,
    ...incoming.flatMap(({ felt }) => [felt.latencyZ, felt.errorRatio?.z ?? 0]),
  )
}
