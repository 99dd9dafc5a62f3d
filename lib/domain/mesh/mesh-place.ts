/** Where something of the mesh is. */
export interface MeshPlace {
  cluster: string
  namespace: string
  name: string
}

/** Which places are asked for; what is absent is all of them. */
export interface PlaceFilter {
  /** The inventory's id. */
  cluster?: string | undefined
  namespaces?: readonly string[] | undefined
}

/** Whether a place is among those asked for. */
export function isAskedFor({ cluster, namespace }: MeshPlace, filter: PlaceFilter): boolean {
  return (
    (filter.cluster === undefined || filter.cluster === cluster) &&
    (filter.namespaces === undefined || filter.namespaces.includes(namespace))
  )
}

/** By namespace, name and cluster, so that equal inventories read equal. */
export function byPlace(a: MeshPlace, b: MeshPlace): number {
  return order(a.namespace, b.namespace) || order(a.name, b.name) || order(a.cluster, b.cluster)
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
