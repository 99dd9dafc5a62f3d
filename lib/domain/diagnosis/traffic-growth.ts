import type { IncidentWindow } from './incident-window.ts'
import { feltBy, type MeshChanges, type ServiceChanges } from './service-changes.ts'
import { sureness } from './sureness.ts'

/** From here on more traffic than before is a surge, and what fails under it fails by load. */
export const surgeFrom = 1.3

/** How many times the requests of before a service gets, 1 when it is not surely more. */
export function trafficGrowth({ requestsPerSecond }: ServiceChanges): number {
  if (requestsPerSecond === undefined || requestsPerSecond.before <= 0) {
    return 1
  }
  const { before, now, z } = requestsPerSecond
  return 1 + Math.max(0, now / before - 1) * sureness(z)
}

/**
 * How many times the requests of before come in from outside, 1 when it is not surely more. Retries within the mesh
 * are no surge, so only what enters counts: at the entry, else at services nobody calls.
 */
export function surgeOf({ entry }: IncidentWindow, mesh: MeshChanges): number {
  const named = entry === undefined ? undefined : mesh.get(entry)
  const doors = named === undefined ? [...mesh.values()].filter(({ incoming }) => incoming.length === 0) : [named]
  let [before, now, spread] = [0, 0, 0]
  for (const { requestsPerSecond, outgoing } of doors) {
    const rates = requestsPerSecond ? [requestsPerSecond] : outgoing.map((call) => feltBy(call).requestsPerSecond)
    for (const rate of rates) {
      before += rate?.before ?? 0
      now += rate?.now ?? 0
      spread += rate?.spread ?? 0
    }
  }
  return before <= 0 || spread <= 0 ? 1 : 1 + Math.max(0, now / before - 1) * sureness((now - before) / spread)
}

/** Queues lengthen faster than traffic grows. */
const queueingPower = 2

/** The part of a service's slowness that its own growth of traffic does not explain: as much slower as busier is load. */
export function slownessBeyondLoad(changes: ServiceChanges, surge: number): number {
  const { latencyMs } = changes
  if (latencyMs === undefined || latencyMs.before <= 0 || latencyMs.now <= latencyMs.before) {
    return 1
  }
  const byTraffic = (trafficGrowth(changes) - 1) / (latencyMs.now / latencyMs.before - 1)
  return Math.max(0, 1 - byTraffic) / surge ** queueingPower
}
