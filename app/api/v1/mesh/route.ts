import { meshScope } from '#lib/endpoints/mesh.ts'
import { handle } from '#lib/server/handle.ts'
import { readMeshScope } from '#lib/usecases/read-mesh-scope.ts'

export const GET = handle(meshScope, async ({ ctx, actor, house }) => ({
  ...(await readMeshScope(ctx, house.env.EXANTAS_SOURCE === 'cluster' ? house.env.EXANTAS_NAMESPACES : undefined)),
  actor,
  source: house.env.EXANTAS_SOURCE,
}))
