import type { MeshCluster, MeshNamespace } from '../domain/mesh/inventory.ts'
import { namespaceLimit } from '../domain/mesh/namespace-limit.ts'
import type { Notice } from '../domain/notice.ts'
import type { Ctx } from '../ports/ctx.ts'

export interface MeshScopeAnswer {
  clusters: Pick<MeshCluster, 'id' | 'name'>[]
  namespaces: MeshNamespace[]
  /** Absent when it cannot be told. */
  scrapeIntervalSeconds?: number
  /** The configured namespaces, where nothing was read from any other. */
  limitedTo?: string[]
  notices: Notice[]
}

/**
 * What there is to choose from: clusters and namespaces the caller may read, sorted, and the scrape interval that
 * windows must respect. Rejects with the `AppError` of the inventory; a metrics source that does not answer only leaves
 * the interval out. `configured` are the namespaces to read where not all may be read.
 */
export async function readMeshScope(
  ctx: Ctx<'cluster' | 'metrics'>,
  configured: readonly string[] = [],
): Promise<MeshScopeAnswer> {
  const [inventory, scrapeIntervalSeconds] = await Promise.all([
    ctx.cluster.inventory(ctx.signal),
    ctx.metrics.scrapeIntervalSeconds(ctx.signal).catch(() => undefined),
  ])
  const limitedTo = namespaceLimit(configured, inventory.namespaces)
  return {
    clusters: inventory.clusters.map(({ id, name }) => ({ id, name })).sort((a, b) => byText(a.id, b.id)),
    namespaces: inventory.namespaces
      .map(({ cluster, name, injection }) => ({ cluster, name, injection }))
      .sort((a, b) => byText(a.name, b.name) || byText(a.cluster, b.cluster)),
    ...(scrapeIntervalSeconds !== undefined && { scrapeIntervalSeconds }),
    ...(limitedTo !== undefined && { limitedTo }),
    notices: inventory.notices,
  }
}

function byText(a: string, b: string): number {
  if (a === b) {
    return 0
  }
  return a < b ? -1 : 1
}
