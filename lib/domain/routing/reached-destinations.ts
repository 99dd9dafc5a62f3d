import type { WeightedDestination } from './virtual-service.ts'

/** Destinations that get requests: a lone one always, of several those with a weight above 0. */
export function reachedDestinations(route: readonly WeightedDestination[] = []): readonly WeightedDestination[] {
  return route.length === 1 ? route : route.filter(({ weight = 0 }) => weight > 0)
}
