import type { Inventory, MeshCluster } from '../../domain/mesh/inventory.ts'
import { toNamespace } from './namespace-record.ts'
import { toMeshObject } from './to-mesh-object.ts'
import { toPod } from './to-pod.ts'
import { toService } from './to-service.ts'
import { toWorkloads } from './to-workloads.ts'
import type { ContextStores } from './watch-context.ts'

type Part = 'namespaces' | 'services' | 'workloads' | 'pods' | 'objects'
export type ContextInventory = Pick<Inventory, Part>

interface Source<T> {
  readonly revision: number
  values(): Iterable<T>
}

/** What one cluster's objects say in domain words; what has not changed is not made again and keeps its identity. */
export function contextInventory(): (stores: ContextStores, cluster: MeshCluster['id']) => ContextInventory {
  const namespaces = remembered(each(toNamespace))
  const services = remembered(each(toService))
  const pods = remembered(each(toPod))
  const objects = remembered(each(toMeshObject))
  const workloads = rememberedOnce<Inventory['workloads']>()
  return (stores, cluster) => ({
    namespaces: namespaces([stores.namespaces], cluster),
    services: services([stores.services], cluster),
    workloads: workloads([stores.namespaces, stores.pods, ...stores.controllers], cluster, () =>
      toWorkloads(
        {
          namespaces: stores.namespaces.values(),
          controllers: stores.controllers.flatMap((store) => [...store.values()]),
          pods: stores.pods.values(),
        },
        cluster,
      ),
    ),
    pods: pods([stores.pods], cluster),
    objects: objects(stores.objects, cluster),
  })
}

/** Turns every item once for a cluster. */
function each<T extends object, R>(turn: (item: T, cluster: string) => R): (items: T[], cluster: string) => R[] {
  let turned = new WeakMap<T, R>()
  let of: string | undefined
  return (items, cluster) => {
    if (cluster !== of) {
      turned = new WeakMap()
      of = cluster
    }
    return items.map((item) => {
      const known = turned.get(item) ?? turn(item, cluster)
      turned.set(item, known)
      return known
    })
  }
}

function remembered<T, R>(make: (items: T[], cluster: string) => R[]): (sources: Source<T>[], cluster: string) => R[] {
  const once = rememberedOnce<R[]>()
  return (sources, cluster) =>
    once(sources, cluster, () =>
      make(
        sources.flatMap((source) => [...source.values()]),
        cluster,
      ),
    )
}

function rememberedOnce<R>(): (sources: Source<unknown>[], cluster: string, make: () => R) => R {
  let last: { cluster: string; sources: Source<unknown>[]; revisions: number[]; made: R } | undefined
  return (sources, cluster, make) => {
    const isSame =
      last !== undefined &&
      last.cluster === cluster &&
      last.sources.length === sources.length &&
      sources.every((source, i) => source === last?.sources[i] && source.revision === last.revisions[i])
    if (last === undefined || !isSame) {
      last = { cluster, sources, revisions: sources.map((source) => source.revision), made: make() }
    }
    return last.made
  }
}
