import { withDelegates } from '../routing/delegated-routes.ts'
import { subsetLabels } from '../routing/destination-rule.ts'
import { isCatchAll } from '../routing/effective-virtual-service.ts'
import { reachedDestinations } from '../routing/reached-destinations.ts'
import { knownHost } from '../routing/routing-table.ts'
import type { HttpRoute, VirtualService } from '../routing/virtual-service.ts'
import type { ChangeScene } from './change-scene.ts'
import { rulesFor } from './destination-version.ts'
import type { RouteClients } from './route-clients.ts'
import {
  duplicateNames,
  type Mistake,
  namedGateways,
  routeLabel,
  routeMistakes,
  unreachableRoutes,
} from './route-mistakes.ts'
import { writtenList } from './written-object.ts'

/**
 * What is wrong with a VirtualService and its roots that Istio's webhook accepts without a word (measured on Istio 1.31),
 * and what its delegates make Istio drop silently. The same object asked before and after a change tells what the change
 * brings.
 */
export function objectMistakes(scene: ChangeScene, clients: RouteClients, virtualService: VirtualService): Mistake[] {
  const { http, gateways } = virtualService
  const written = writtenList(writtenObject(scene, virtualService)?.spec.http)
  const roots = rootsOf(scene, virtualService)
  return [
    ...http.flatMap((route, index) => routeMistakes(route, written[index] ?? {})),
    ...duplicateNames(http),
    ...unreachableRoutes(http),
    ...roots.flatMap((root) => destinationMistakes(scene, clients, root, http)),
    ...roots.flatMap((root) => rootMistakes(scene, root)),
    ...namedGateways(gateways, http)
      .filter((gateway) => !hasGateway(scene, gateway))
      .map((gateway): Mistake => ({ rule: 'gateway-missing', params: { gateway } })),
  ]
}

/** The VirtualServices through which its routes are served: itself, or those that delegate to it. */
export function rootsOf({ table }: ChangeScene, virtualService: VirtualService): VirtualService[] {
  return virtualService.hosts.length > 0
    ? [virtualService]
    : table.virtualServices.filter((other) =>
        other.http.some(
          ({ delegate }) =>
            delegate?.name === virtualService.name &&
            (delegate.namespace ?? other.namespace) === virtualService.namespace,
        ),
      )
}

function writtenObject({ objects }: ChangeScene, { namespace, name }: { namespace: string; name: string }) {
  return objects.find(
    (object) => object.kind === 'VirtualService' && object.namespace === namespace && object.name === name,
  )
}

function destinationMistakes(
  scene: ChangeScene,
  clients: RouteClients,
  root: VirtualService,
  routes: readonly HttpRoute[],
): Mistake[] {
  return routes.flatMap((route) =>
    reachedDestinations(route.route).flatMap(({ destination: { host, subset, port } }): Mistake[] => {
      const label = { route: routeLabel(route), host }
      const known = knownHost(scene.table, host)
      if (known === undefined) {
        return [{ rule: 'destination-unknown', params: label }]
      }
      const wrongPort = port?.number !== undefined && !known.ports.includes(port.number) ? port.number : undefined
      return [
        ...(wrongPort === undefined ? [] : [{ rule: 'port-unknown' as const, params: { ...label, port: wrongPort } }]),
        ...(subset ? subsetMistakes(scene, clients, root, label, subset) : []),
      ]
    }),
  )
}

/** A subset nobody defines fails for everybody; one that rules in a client's namespace hide fails there (503 `NC`). */
function subsetMistakes(
  scene: ChangeScene,
  clients: RouteClients,
  root: VirtualService,
  label: { route: string; host: string },
  subset: string,
): Mistake[] {
  const service = scene.services.find(({ name, namespace }) => `${name}.${namespace}.svc.cluster.local` === label.host)
  if (service === undefined) {
    return []
  }
  const { namespaces, gateways } = clients.of(root)
  const places = new Set([...namespaces, ...gateways.flatMap((gateway) => gatewayNamespaces(scene, gateway))])
  const defined = (namespace: string) => subsetLabels(rulesFor(scene, service, { namespace }), subset) !== undefined
  const hidden = [...places].filter((namespace) => !defined(namespace)).sort()
  if (!defined(service.namespace) && (hidden.length === places.size || places.size === 0)) {
    return [{ rule: 'subset-missing', params: { ...label, subset } }]
  }
  return hidden.length === 0 ? [] : [{ rule: 'subset-hidden', params: { ...label, subset, namespaces: hidden } }]
}

/** Where the proxies of a Gateway run: their rules are those of that namespace. */
function gatewayNamespaces({ objects, inventory, cluster }: ChangeScene, gateway: string): string[] {
  const object = objects.find((one) => one.kind === 'Gateway' && `${one.namespace}/${one.name}` === gateway)
  const selector = Object.entries(object?.spec.selector ?? {})
  const proxies = inventory.workloads.filter(
    (workload) =>
      workload.cluster === cluster &&
      selector.length > 0 &&
      selector.every(([key, value]) => workload.podLabels[key] === value),
  )
  return [...new Set(proxies.map(({ namespace }) => namespace))]
}

function rootMistakes(scene: ChangeScene, root: VirtualService): Mistake[] {
  const placed = withDelegates(scene.table, root)
  const isForMesh = root.gateways.includes('mesh')
  const isConditional = placed.length > 0 && !placed.some(({ route }) => isCatchAll(route))
  const name = `${root.namespace}/${root.name}`
  return [
    ...(isForMesh && isConditional ? [{ rule: 'no-catch-all' as const, params: { name } }] : []),
    ...droppedRoutes(scene, root, placed).map(
      (route): Mistake => ({ rule: 'delegate-route-ignored', params: { name, route } }),
    ),
  ]
}

/** Routes of a root's delegates that Istio leaves out, as their match lies outside the root's. */
function droppedRoutes(
  { table }: ChangeScene,
  root: VirtualService,
  placed: readonly { virtualService: VirtualService; index: number }[],
): string[] {
  return root.http.flatMap(({ delegate }) => {
    const { name, namespace = root.namespace } = delegate ?? { name: '' }
    const target = table.virtualServices.find((other) => other.name === name && other.namespace === namespace)
    return (target?.http ?? []).flatMap((route, index) =>
      placed.some((one) => one.virtualService === target && one.index === index) ? [] : [routeLabel(route)],
    )
  })
}

function hasGateway({ objects }: ChangeScene, gateway: string): boolean {
  return objects.some(({ kind, namespace, name }) => kind === 'Gateway' && `${namespace}/${name}` === gateway)
}
