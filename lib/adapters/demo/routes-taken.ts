import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { hasLabels, readDestinationRule } from '../../domain/routing/destination-rule.ts'
import { coversHost } from '../../domain/routing/host-name.ts'
import { readVirtualService } from '../../domain/routing/virtual-service.ts'
import type { Flow } from './flow.ts'
import type { PodEvent } from './pod-events.ts'
import type { SpokenRequest } from './spoken-request.ts'
import type { DemoWorld } from './world.ts'

/** How a proxy calls the way a request took. */
export interface RouteTaken {
  /** Empty for the whole service. */
  subset: string
  routeName: string
}

/** Finds the route and the subset by which the caller's proxy sent a request, by the configuration of that second. */
export function routesTaken(world: DemoWorld): (event: PodEvent, request: SpokenRequest) => RouteTaken {
  const byObjects = new Map<MeshObject[], (flow: Flow, host: string) => RouteTaken>()
  return ({ flow, at }, { host }) => {
    const objects = world.objectsInForceAt(at)
    const taken = byObjects.get(objects) ?? routesAmong(objects)
    byObjects.set(objects, taken)
    return taken(flow, host)
  }
}

function routesAmong(objects: MeshObject[]): (flow: Flow, host: string) => RouteTaken {
  const rules = objects.flatMap((one) => (one.kind === 'DestinationRule' ? (readDestinationRule(one) ?? []) : []))
  const services = objects.flatMap((one) => (one.kind === 'VirtualService' ? (readVirtualService(one) ?? []) : []))
  const known = new Map<Flow, RouteTaken>()
  const takenBy = (flow: Flow, host: string): RouteTaken => {
    const { version = '', host: sentTo = '' } = flow.destination
    const fitting = new Set(
      rules
        .filter((rule) => rule.host === sentTo)
        .flatMap(({ subsets }) => subsets.filter(({ labels }) => hasLabels({ version }, labels)))
        .map(({ name }) => name),
    )
    const routes = services
      .filter(({ hosts }) => hosts.some((pattern) => coversHost(pattern, host)))
      .flatMap(({ http }) => http)
      .flatMap(({ name = 'default', route = [] }) => route.map(({ destination }) => ({ name, ...destination })))
    const sent = routes.filter((route) => route.host === sentTo)
    const found = sent.find(({ subset }) => subset === undefined || fitting.has(subset)) ?? sent[0] ?? routes[0]
    const subset = found !== undefined && fitting.has(found.subset ?? '') ? (found.subset ?? '') : ''
    return { subset, routeName: found?.name ?? 'default' }
  }
  return (flow, host) => {
    const taken = known.get(flow) ?? takenBy(flow, host)
    known.set(flow, taken)
    return taken
  }
}
