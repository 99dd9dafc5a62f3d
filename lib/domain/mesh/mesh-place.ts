import { z } from 'zod'

/** Where something of the mesh is. */
export const MeshPlace = z.object({ cluster: z.string(), namespace: z.string(), name: z.string() })
export type MeshPlace = z.infer<typeof MeshPlace>

/** Which places are asked for; what is absent is all of them. */
export interface PlaceFilter {
  /** As the places call it. */
  cluster?: string | undefined
  namespaces?: readonly string[] | undefined
}

/** Whether a place is among those asked for. */
export function isAskedFor({ cluster, namespace }: Omit<MeshPlace, 'name'>, filter: PlaceFilter): boolean {
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
