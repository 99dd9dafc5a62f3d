import { AppError } from '../errors.ts'
import { selects } from '../graph/selects.ts'
import { findService } from '../mesh/find-service.ts'
import type { Inventory, MeshObject, MeshService, MeshWorkload } from '../mesh/inventory.ts'
import { type KubernetesObject, type ObjectReference, referenceTo } from '../mesh/kubernetes-object.ts'
import { type RoutingTable, routingTable } from '../routing/routing-table.ts'
import type { ChangeFacts } from './change-facts.ts'
import { writtenOf } from './written-object.ts'

export interface ServiceTarget {
  cluster?: string | undefined
  namespace: string
  service: string
}

/** A service with all that decides where its requests go, fresh where it was read fresh. */
export interface ChangeScene {
  inventory: Inventory
  cluster: string
  service: MeshService
  /** Fully qualified. */
  host: string
  /** Those its selector selects. */
  workloads: MeshWorkload[]
  /** Of the cluster. */
  services: MeshService[]
  objects: MeshObject[]
  table: RoutingTable
  /** What was read past the cache, by `objectName`. */
  fresh: ReadonlyMap<string, KubernetesObject>
  istioVersion?: string | undefined
}

/** Rejects with `not-found` where the inventory has no such service. */
export function changeScene(target: ServiceTarget, { inventory, fresh, istioVersion }: ChangeFacts): ChangeScene {
  const { namespace, service: name } = target
  const service = findService(inventory, { cluster: target.cluster, namespace, name })
  if (service === undefined) {
    throw new AppError('not-found', { what: `${namespace}/${name}` })
  }
  const { cluster } = service
  const services = inventory.services.filter((other) => other.cluster === cluster)
  const objects = withFresh(
    inventory.objects.filter((object) => object.cluster === cluster),
    fresh.filter(({ reference }) => reference.cluster === cluster),
  )
  return {
    inventory,
    cluster,
    service,
    host: `${name}.${namespace}.svc.cluster.local`,
    workloads: inventory.workloads.filter(
      (workload) =>
        workload.cluster === cluster &&
        workload.namespace === namespace &&
        selects(service.selector, workload.podLabels),
    ),
    services,
    objects,
    table: routingTable(services, objects),
    fresh: new Map(fresh.flatMap(({ reference, object }) => (object ? [[objectName(reference), object]] : []))),
    istioVersion,
  }
}

/** The scene once these objects stand in place of those of their name; undefined takes one away. */
export function sceneWith(
  scene: ChangeScene,
  changed: readonly { reference: ObjectReference; after?: KubernetesObject | undefined }[],
): ChangeScene {
  const objects = withFresh(
    scene.objects,
    changed.map(({ reference, after }) => ({ reference, ...(after && { object: after }) })),
  )
  return { ...scene, objects, table: routingTable(scene.services, objects) }
}

/** `VirtualService/shop/cart`: what an object is called where several are listed. */
export function objectName({ kind, namespace, name }: Pick<ObjectReference, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`
}

/** The object as it was read for this plan. Writing anything else would lose fields nobody looked at: `internal`. */
export function freshObject(scene: ChangeScene, reference: Pick<ObjectReference, 'kind' | 'namespace' | 'name'>) {
  const object = scene.fresh.get(objectName(reference))
  if (object === undefined) {
    throw new AppError('internal', { what: `${objectName(reference)} was not read` })
  }
  return object
}

/** The API version a new Istio networking object is written in: what its like here is served as. */
export function networkingApiVersion({ objects, istioVersion }: ChangeScene): string {
  const served = objects.find(
    ({ kind, apiVersion }) =>
      apiVersion.startsWith('networking.istio.io/') && (kind === 'VirtualService' || kind === 'DestinationRule'),
  )
  // `v1` came with Istio 1.22.
  return served?.apiVersion ?? `networking.istio.io/${isIstioBefore(istioVersion, 22) ? 'v1beta1' : 'v1'}`
}

/** Whether Istio is known to be older than 1.`minor`. */
export function isIstioBefore(version: string | undefined, minor: number): boolean {
  const [, major, own] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? []
  return major !== undefined && (Number(major) < 1 || (Number(major) === 1 && Number(own) < minor))
}

function withFresh(
  objects: readonly MeshObject[],
  fresh: readonly { reference: ObjectReference; object?: KubernetesObject }[],
): MeshObject[] {
  const replaced = new Set(fresh.map(({ reference }) => objectName(reference)))
  return [
    ...objects.filter((object) => !replaced.has(objectName(object))),
    ...fresh.flatMap(({ reference, object }) => (object ? [meshObjectOf(reference.cluster, object)] : [])),
  ]
}

/** An object read whole, in the shape of the inventory. One just created is younger than all. */
function meshObjectOf(cluster: string, object: KubernetesObject): MeshObject {
  const { labels, annotations, creationTimestamp, resourceVersion } = object.metadata
  return {
    ...referenceTo(cluster, object),
    labels: labels ?? {},
    annotations: annotations ?? {},
    createdAt: creationTimestamp ?? '9999-12-31T23:59:59Z',
    resourceVersion: resourceVersion ?? '',
    spec: { ...writtenOf(object.spec) },
  }
}
