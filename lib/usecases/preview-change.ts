import type { BlastRadius } from '../domain/changes/blast-radius.ts'
import { blastRadius } from '../domain/changes/blast-radius-of.ts'
import { resourceVersionsOf } from '../domain/changes/change-draft.ts'
import type { ChangeIntent } from '../domain/changes/change-intent.ts'
import type { ChangePlan, ChangePreview } from '../domain/changes/change-plan.ts'
import { AppError } from '../domain/errors.ts'
import { buildGraph } from '../domain/graph/build-graph.ts'
import { foldClusterIds } from '../domain/graph/fold-cluster-ids.ts'
import { withHealth } from '../domain/health/with-health.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readChangePlan } from './read-change-plan.ts'
import { readDryRun } from './read-dry-run.ts'
import { readSources } from './read-sources.ts'

const windowSeconds = 60

/**
 * What an intent would write, passed by the API server's dry run, and whom it concerns; nothing is stored. A plan that
 * something blocks has no writes and is shown all the same. Rejects as `readChangePlan` does, and as the first write would.
 */
export async function previewChange(
  ctx: Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock'>,
  asked: ChangeIntent,
): Promise<ChangePreview> {
  const { plan } = await readChangePlan(ctx, asked)
  const [warnings, radius] = await Promise.all([readDryRun(ctx, plan.writes), readBlastRadius(ctx, plan)])
  return { ...plan, resourceVersions: resourceVersionsOf(plan), warnings, blastRadius: radius }
}

/** Who calls the service now; nothing where traffic cannot be read: a change must be possible without it. */
async function readBlastRadius(ctx: Ctx<'cluster' | 'metrics' | 'clock'>, { split }: ChangePlan): Promise<BlastRadius> {
  const { cluster, namespace, service } = split
  const at = ctx.clock.now()
  try {
    const sources = await readSources(ctx, { at, windowSeconds, namespaces: [namespace] })
    const { inventory, idOf } = foldClusterIds(sources.inventory, sources.traffic)
    const asked = {
      inventory,
      traffic: sources.traffic,
      namespaces: [namespace],
      cluster: undefined,
      at,
      windowSeconds,
    }
    const graph = withHealth(buildGraph({ ...asked, type: 'service' }))
    return blastRadius(graph, { cluster: idOf(cluster), namespace, service })
  } catch (error) {
    if (error instanceof AppError) {
      return { callers: [] }
    }
    throw error
  }
}
