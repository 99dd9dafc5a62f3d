import type { ServiceChanges } from './mesh-changes.ts'
import { sureness } from './sureness.ts'

/** How many times the requests of before a service gets, 1 when it is not surely more. */
export function trafficGrowth({ requestsPerSecond }: ServiceChanges): number {
  if (requestsPerSecond === undefined || requestsPerSecond.before <= 0) {
    return 1
  }
  const { before, now, z } = requestsPerSecond
  return 1 + Math.max(0, now / before - 1) * sureness(z)
}

/** The part of a service's slowness that its own growth of traffic does not explain: as much slower as busier is load. */
export function slownessBeyondLoad(changes: ServiceChanges): number {
  const { latencyMs } = changes
  if (latencyMs === undefined || latencyMs.before <= 0 || latencyMs.now <= latencyMs.before) {
    return 1
  }
  return Math.max(0, 1 - (trafficGrowth(changes) - 1) / (latencyMs.now / latencyMs.before - 1))
}
