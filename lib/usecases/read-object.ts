import { AppError } from '../domain/errors.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { ObjectReference } from '../domain/mesh/kubernetes-object.ts'
import { meshKinds } from '../domain/mesh/mesh-kinds.ts'
import { objectLinks } from '../domain/objects/object-links.ts'
import type { ObjectView } from '../domain/objects/object-view.ts'
import { readableObject } from '../domain/objects/readable-object.ts'
import type { Ctx } from '../ports/ctx.ts'

/** `cluster` may be telemetry's name of it; absent: where the object is known to be. */
export type ObjectQuestion = Omit<ObjectReference, 'cluster'> & { cluster?: string | undefined }

/**
 * One Istio or Gateway API object as it stands in the API server now, without its bookkeeping, and where its fields lead
 * by the inventory. No other kind is ever read: `invalid` with reason `kind-not-shown`. Rejects as `Cluster.read` does.
 */
export async function readObject(ctx: Ctx<'cluster'>, question: ObjectQuestion): Promise<ObjectView> {
  const { apiVersion, kind, namespace, name } = question
  const [group] = apiVersion.split('/')
  if (!meshKinds.some((known) => known.group === group && known.kind === kind)) {
    throw new AppError('invalid', { reason: 'kind-not-shown', kind: kind.slice(0, 63) })
  }
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const reference = { cluster: clusterOf(inventory, question), apiVersion, kind, namespace, name }
  const object = await ctx.cluster.read(reference, ctx.signal)
  return { reference, object: readableObject(object), links: objectLinks(reference.cluster, object, inventory) }
}

/** Pages name clusters as telemetry does; what is read is named as Kubernetes' side names it. */
function clusterOf(inventory: Inventory, { cluster, kind, namespace, name }: ObjectQuestion): string {
  if (inventory.clusters.some(({ id }) => id === cluster)) {
    return cluster ?? ''
  }
  const known = inventory.objects.find(
    (object) => object.kind === kind && object.namespace === namespace && object.name === name,
  )
  return known?.cluster ?? inventory.clusters[0]?.id ?? ''
}
