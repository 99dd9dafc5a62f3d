import type { RecordedWrite } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import type { WriteTurn } from '../ports/cluster.ts'
import type { Ctx } from '../ports/ctx.ts'

/**
 * Makes one write of a change on the version it was planned on, and returns the version the API server gave it, empty for
 * a removal. Rejects as `Cluster` does.
 */
export async function writeObject(ctx: Ctx<'cluster'>, write: RecordedWrite, turn: WriteTurn): Promise<string> {
  const { verb, object: reference, before, after } = write
  const options = { dryRun: false, turn }
  if (verb === 'remove') {
    const resourceVersion = before?.metadata.resourceVersion
    await ctx.cluster.remove(
      reference,
      { ...options, ...(resourceVersion !== undefined && { resourceVersion }) },
      ctx.signal,
    )
    return ''
  }
  if (after === undefined) {
    throw new AppError('internal', { what: `a ${verb} of nothing` })
  }
  const { object } = await (verb === 'create'
    ? ctx.cluster.create(reference.cluster, after, options, ctx.signal)
    : ctx.cluster.replace(reference.cluster, after, options, ctx.signal))
  return object.metadata.resourceVersion ?? ''
}
