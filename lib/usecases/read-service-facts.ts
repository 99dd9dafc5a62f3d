import { byPlace, isAskedFor, type PlaceFilter } from '../domain/mesh/mesh-place.ts'
import type { ServiceFacts } from '../domain/mesh/service-facts.ts'
import { checkService } from '../domain/readiness/check-readiness.ts'
import { knownMesh } from '../domain/readiness/known-mesh.ts'
import type { Ctx } from '../ports/ctx.ts'

/**
 * The services Kubernetes knows, each with what is not ready about it, from the watch cache: no request is made. Rejects
 * with the inventory's `AppError` when that was never read.
 */
export async function readServiceFacts(ctx: Ctx<'cluster'>, filter: PlaceFilter): Promise<ServiceFacts> {
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const mesh = knownMesh(inventory)
  const services = inventory.services
    .filter((service) => isAskedFor(service, filter))
    .map((service) => {
      const { cluster, namespace, name } = service
      return { cluster, namespace, name, findings: checkService(mesh, service) }
    })
  return { services: services.sort(byPlace), notices: inventory.notices }
}
