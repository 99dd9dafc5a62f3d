import type { Inventory } from '../mesh/inventory.ts'
import type { ObjectReference } from '../mesh/kubernetes-object.ts'
import { withDelegates } from '../routing/delegated-routes.ts'
import { coversHost } from '../routing/host-name.ts'
import type { VirtualService } from '../routing/virtual-service.ts'
import type { ChangeIntent } from './change-intent.ts'
import { ownObjectName } from './change-names.ts'
import type { ChangeRecordSpec } from './change-record.ts'
import { type ChangeScene, changeScene, networkingApiVersion, objectName } from './change-scene.ts'
import { virtualServiceNames } from './default-virtual-service.ts'
import { destinationSight } from './destination-version.ts'
import { rootsOf } from './object-mistakes.ts'
import { refuseBadIntent } from './refuse-bad-intent.ts'

/**
 * Every object a plan for the intent may write, look closely at or create, by the inventory: to be read fresh from the
 * API server, absent ones included, before `planChange` or `planUndo`. Rejects as `refuseBadIntent` does, and with
 * `not-found` where there is no such service.
 */
export function objectsToRead(
  intent: ChangeIntent,
  inventory: Inventory,
  record?: Pick<ChangeRecordSpec, 'writes'>,
): ObjectReference[] {
  refuseBadIntent(intent)
  const scene = changeScene(intent, { inventory, fresh: [] })
  const { service, table, cluster } = scene
  const about = table.virtualServices.filter((virtualService) => isAbout(scene, virtualService))
  const all = [...about, ...about.flatMap((virtualService) => rootsOf(scene, virtualService))]
  const rules = table.destinationRules.filter(
    (rule) =>
      coversHost(rule.host, scene.host) &&
      (rule.namespace === service.namespace || rule.namespace === table.rootNamespace),
  )
  const apiVersion = networkingApiVersion(scene)
  const place = { cluster, apiVersion, namespace: service.namespace }
  const wanted = [
    ...all.map(({ namespace, name }) => ({ ...place, kind: 'VirtualService', namespace, name })),
    ...rules.map(({ namespace, name }) => ({ ...place, kind: 'DestinationRule', namespace, name })),
    ...virtualServiceNames(scene).map((name) => ({ ...place, kind: 'VirtualService', name })),
    { ...place, kind: 'DestinationRule', name: ownObjectName(service.name) },
    ...(record?.writes.map(({ object }) => object) ?? []),
  ]
  return [...new Map(wanted.map((reference) => [objectName(reference), asServed(scene, reference)])).values()]
}

/** Whether a VirtualService names the service's host, or has or delegates a route that leads to it. */
function isAbout(scene: ChangeScene, virtualService: VirtualService): boolean {
  const routes = [...virtualService.http, ...withDelegates(scene.table, virtualService).map(({ route }) => route)]
  return (
    virtualService.hosts.some((pattern) => coversHost(pattern, scene.host)) ||
    routes.some(({ route = [] }) =>
      route.some(({ destination }) => destinationSight(scene, destination).kind !== 'stranger'),
    )
  )
}

/** In the API version the inventory has it in. */
function asServed({ objects }: ChangeScene, reference: ObjectReference): ObjectReference {
  const found = objects.find((object) => objectName(object) === objectName(reference))
  return found === undefined ? reference : { ...reference, apiVersion: found.apiVersion }
}
