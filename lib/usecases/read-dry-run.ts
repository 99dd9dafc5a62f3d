import type { PlannedWrite } from '../domain/changes/change-plan.ts'
import type { Ctx } from '../ports/ctx.ts'

const dryRun = { dryRun: true }

/**
 * What the API server says of a plan's writes, admission webhooks and rights included, without storing any: its warnings,
 * less those that the objects earn as they are. Rejects as the first write that would fail.
 */
export async function readDryRun(ctx: Ctx<'cluster'>, writes: readonly PlannedWrite[]): Promise<string[]> {
  const warnings = await Promise.all(writes.map((write) => newWarnings(ctx, write)))
  return [...new Set(warnings.flat())]
}

async function newWarnings(ctx: Ctx<'cluster'>, write: PlannedWrite): Promise<string[]> {
  const { verb, reference, before, after, resourceVersion } = write
  if (after === undefined) {
    const options = resourceVersion === null ? dryRun : { ...dryRun, resourceVersion }
    await ctx.cluster.remove(reference, options, ctx.signal)
    return []
  }
  const { warnings } = await (verb === 'create'
    ? ctx.cluster.create(reference.cluster, after, dryRun, ctx.signal)
    : ctx.cluster.replace(reference.cluster, after, dryRun, ctx.signal))
  if (warnings.length === 0 || before === undefined) {
    return warnings
  }
  const unchanged = await ctx.cluster.replace(reference.cluster, before, dryRun, ctx.signal).catch(() => undefined)
  const earned = new Set(unchanged?.warnings.map(withoutPositions))
  return warnings.filter((warning) => !earned.has(withoutPositions(warning)))
}

/** Istio numbers routes without a name: one put before them is no new reason to warn. */
function withoutPositions(warning: string): string {
  return warning.replace(/#\d+/g, '#')
}
