import type { DraftObject } from './change-draft.ts'
import { type ChangeFinding, changeFinding } from './change-finding.ts'
import type { PlannableIntent } from './change-intent.ts'
import type { ChangeScene } from './change-scene.ts'
import { isTester } from './choose-routes.ts'
import type { RouteCandidate } from './route-candidates.ts'
import { type RouteClients, shadowedObjects, togetherAffected } from './route-clients.ts'
import { routeLabel } from './route-mistakes.ts'
import { writtenList, writtenOf } from './written-object.ts'

interface Situation {
  intent: PlannableIntent
  chosen: readonly RouteCandidate[]
  candidates: readonly RouteCandidate[]
  clients: RouteClients
  drafts: readonly DraftObject[]
}

/** What people should know about where a change acts and where it does not. */
export function judgeSituation(scene: ChangeScene, situation: Situation): ChangeFinding[] {
  return situation.chosen.length === 0
    ? portFindings(scene)
    : [
        ...portFindings(scene),
        ...dataPlaneFindings(scene),
        ...creationFindings(scene, situation),
        ...clientFindings(scene, situation),
        ...otherRoutes(situation),
      ]
}

function portFindings({ service }: ChangeScene): ChangeFinding[] {
  const tcp = service.ports.filter(({ protocol }) => protocol === 'tcp').map(({ number }) => String(number))
  if (service.ports.length > 0 && tcp.length === service.ports.length) {
    return [changeFinding('no-http-port', 'block', { ports: tcp })]
  }
  return tcp.length === 0 ? [] : [changeFinding('tcp-unaffected', 'info', { ports: tcp })]
}

/** Where ztunnel alone carries the requests no HTTP route acts: that takes a waypoint. */
function dataPlaneFindings({ workloads, inventory, cluster, service }: ChangeScene): ChangeFinding[] {
  const isAmbient = workloads.some(({ membership }) => membership === 'ambient')
  const here = inventory.workloads.filter((workload) => workload.cluster === cluster)
  const hasWaypoint = here.some(({ role, namespace }) => role === 'waypoint' && namespace === service.namespace)
  const hasSidecars = here.some(({ membership, role }) => membership === 'sidecar' || role === 'gateway')
  return isAmbient && !hasWaypoint
    ? [changeFinding('no-waypoint', hasSidecars ? 'warn' : 'block', { namespace: service.namespace })]
    : []
}

function creationFindings(scene: ChangeScene, { drafts, chosen }: Situation): ChangeFinding[] {
  const isCreated = drafts.find(({ before, after }) => before === undefined && after?.kind === 'VirtualService')
  const name = isCreated?.after?.metadata.name
  const ports = scene.service.ports.map(({ number }) => String(number))
  const withoutPort = chosen.some(({ route }) => (route.route ?? []).some(({ destination }) => !destination.port))
  return [
    ...(name === undefined
      ? []
      : [changeFinding('creates-virtual-service', 'info', { name: `${scene.service.namespace}/${name}` })]),
    ...(ports.length > 1 && withoutPort ? [changeFinding('port-follows-listener', 'info', { ports })] : []),
    ...httpRoutesOfGatewayApi(scene),
  ]
}

/** What two kinds of routes for one host come to is undefined (Istio: traffic management with the Gateway API). */
function httpRoutesOfGatewayApi({ objects, service }: ChangeScene): ChangeFinding[] {
  const names = objects
    .filter(({ kind, namespace, spec }) => {
      const parents = kind === 'HTTPRoute' ? writtenList(spec.parentRefs) : []
      return parents.some(
        (parent) =>
          parent.kind === 'Service' &&
          parent.name === service.name &&
          (writtenOf(parent).namespace ?? namespace) === service.namespace,
      )
    })
    .map(({ namespace, name }) => `${namespace}/${name}`)
  return names.length === 0 ? [] : [changeFinding('http-route-present', 'block', { names })]
}

function clientFindings(scene: ChangeScene, { chosen, clients }: Situation): ChangeFinding[] {
  const affected = togetherAffected(chosen.map((candidate) => candidate.clients))
  const others = clients.namespaces.filter((namespace) => !affected.namespaces.includes(namespace))
  const isInMesh = affected.namespaces.length > 0
  const shadowed = shadowedObjects(scene, clients)
  return [
    ...(isInMesh && affected.gateways.length > 0
      ? [changeFinding('gateway-clients-too', 'info', { names: affected.gateways })]
      : []),
    ...(isInMesh ? [] : [changeFinding('mesh-unaffected', 'warn', { names: affected.gateways })]),
    ...(isInMesh && others.length > 0 ? [changeFinding('other-clients', 'info', { names: others })] : []),
    ...(isInMesh && affected.otherHosts.length > 0
      ? [changeFinding('other-hosts', 'warn', { names: affected.otherHosts })]
      : []),
    ...shadowed.map(({ namespace, name, shadowedBy }) =>
      changeFinding('second-virtual-service', 'warn', {
        name: `${namespace}/${name}`,
        by: `${shadowedBy?.namespace}/${shadowedBy?.name}`,
      }),
    ),
  ]
}

function otherRoutes({ candidates, chosen, intent }: Situation): ChangeFinding[] {
  const isForOne = intent.kind === 'remove-tester-route' || intent.kind === 'remove-mirror'
  const others = candidates.filter(
    (candidate) => !chosen.includes(candidate) && !isTester(candidate) && !candidate.isUnwritten,
  )
  return isForOne || others.length === 0
    ? []
    : [
        changeFinding('other-routes', 'info', {
          names: others.map(({ route }) => routeLabel(route)),
          count: others.length,
        }),
      ]
}
