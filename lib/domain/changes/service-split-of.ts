import { routeShares } from '../routing/route-shares.ts'
import type { WeightedDestination } from '../routing/virtual-service.ts'
import type { ChangeFacts } from './change-facts.ts'
import { isTesterRouteName } from './change-names.ts'
import { type ChangeScene, changeScene, type ServiceTarget } from './change-scene.ts'
import { destinationSight, subsetOf, versionsOf } from './destination-version.ts'
import { matchText } from './match-text.ts'
import { type RouteCandidate, routeCandidates } from './route-candidates.ts'
import { type RouteClients, routeClients, shadowedObjects } from './route-clients.ts'
import type { DestinationShare, EffectiveObject, MirrorShare, ServiceSplit, SplittableRoute } from './service-split.ts'
import { numberOf, type Written, writtenList, writtenOf } from './written-object.ts'

/**
 * How requests to a service are divided now: its versions, every route that could be split, and who obeys which object.
 * Needs nothing fresh. Rejects with `not-found` where the inventory has no such service.
 */
export function serviceSplitOf(target: ServiceTarget, facts: ChangeFacts): ServiceSplit {
  const scene = changeScene(target, facts)
  const clients = routeClients(scene)
  return splitOfScene(scene, clients, routeCandidates(scene, clients))
}

/** `serviceSplitOf` for a scene whose routes and clients are known already. */
export function splitOfScene(
  scene: ChangeScene,
  clients: RouteClients,
  candidates: readonly RouteCandidate[],
): ServiceSplit {
  const { cluster, service, host } = scene
  const versions = versionsOf(scene).map((one) => {
    const subset = subsetOf(scene, one.version)
    return { ...one, ...(subset !== undefined && { subset }) }
  })
  const preselected = preselectedRoute(
    scene,
    candidates,
    versions.map(({ version }) => version),
  )
  return {
    cluster,
    namespace: service.namespace,
    service: service.name,
    host,
    versions,
    routes: candidates.map((candidate) => splittableRoute(scene, candidate, candidate === preselected)),
    virtualServices: [...obeyedObjects(candidates), ...shadowedObjects(scene, clients)],
  }
}

/**
 * The one route a change is made in unless another is named: of those best placed the first that leads to every version
 * named, else the one that takes whatever no other does, else the first. Never one of our tester routes.
 */
export function preselectedRoute(
  scene: ChangeScene,
  candidates: readonly RouteCandidate[],
  versions: readonly string[],
): RouteCandidate | undefined {
  const eligible = candidates.filter(({ key }) => !isTesterRouteName(key.name))
  const best = eligible.filter(
    ({ names, isUnwritten }) => names === eligible[0]?.names && isUnwritten === eligible[0].isUnwritten,
  )
  const carries = ({ route }: RouteCandidate) => {
    const carried = (route.route ?? []).flatMap(({ destination }) => {
      const sight = destinationSight(scene, destination)
      return sight.kind === 'version' ? [sight.version] : []
    })
    return versions.length > 0 && versions.every((version) => carried.includes(version))
  }
  const splitting = best.filter(carries)
  return splitting.find(isLast) ?? splitting[0] ?? best.find(isLast) ?? best[0]
}

function isLast({ route }: RouteCandidate): boolean {
  return route.match === undefined || route.match.length === 0
}

/** What each destination of a route gets. Empty where the weights are such as Istio refuses. */
export function destinationShares(
  scene: ChangeScene,
  destinations: readonly WeightedDestination[],
): DestinationShare[] {
  const shares = routeShares(destinations.map(({ weight }) => weight)) ?? []
  return shares.map((share, index) => {
    const { destination, weight } = destinations[index] ?? { destination: { host: '' } }
    const sight = destinationSight(scene, destination)
    return {
      ...placeOf(destination),
      ...(destination.port?.number !== undefined && { port: destination.port.number }),
      ...(sight.kind === 'version' && { version: sight.version }),
      ...(weight !== undefined && { weight }),
      share,
    }
  })
}

function splittableRoute(scene: ChangeScene, candidate: RouteCandidate, isPreselected: boolean): SplittableRoute {
  const { key, route, written, clients, isUnwritten } = candidate
  const [tester] = destinationShares(scene, route.route ?? [])
  return {
    key,
    match: (route.match ?? []).map(matchText),
    isCatchAll: isLast(candidate),
    isUnwritten,
    isPreselected,
    clientNamespaces: clients.namespaces,
    gateways: clients.gateways,
    shares: destinationShares(scene, route.route ?? []),
    mirrors: mirrorShares(scene, candidate, written),
    ...(isTesterRouteName(key.name) && tester?.version !== undefined && { testerOf: tester.version }),
  }
}

function mirrorShares(scene: ChangeScene, { route }: RouteCandidate, written: Written): MirrorShare[] {
  const lone =
    route.mirror === undefined ? [] : [{ destination: route.mirror, percentage: loneMirrorPercentage(written) }]
  const listed = writtenList(written.mirrors).map(({ percentage }) => numberOf(writtenOf(percentage).value) ?? 100)
  const several = (route.mirrors ?? []).map(({ destination }, index) => ({
    destination,
    percentage: listed[index] ?? 100,
  }))
  return [...lone, ...several].map(({ destination, percentage }) => {
    const sight = destinationSight(scene, destination)
    return { ...placeOf(destination), ...(sight.kind === 'version' && { version: sight.version }), percentage }
  })
}

/** `mirror_percent` and `mirrorPercent` are older spellings that are still served; nothing said is everything. */
function loneMirrorPercentage(written: Written): number {
  return (
    numberOf(writtenOf(written.mirrorPercentage).value) ??
    numberOf(written.mirrorPercent) ??
    numberOf(written.mirror_percent) ??
    100
  )
}

function placeOf({ host, subset }: WeightedDestination['destination']) {
  return { host, ...(subset !== undefined && subset !== '' && { subset }) }
}

function obeyedObjects(candidates: readonly RouteCandidate[]): EffectiveObject[] {
  const written = candidates.filter(({ isUnwritten }) => !isUnwritten)
  const byObject = Map.groupBy(written, ({ key }) => `${key.namespace}/${key.virtualService}`)
  return [...byObject.values()].flatMap(([first]) =>
    first === undefined
      ? []
      : [{ namespace: first.key.namespace, name: first.key.virtualService, clients: first.clients }],
  )
}
