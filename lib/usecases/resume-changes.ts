import type { ChangeRecord } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import { isoMoment, secondsOf } from '../domain/follow-up/change-summary-of.ts'
import { progressOf } from '../domain/follow-up/progress-of.ts'
import { readFresh } from './read-change-plan.ts'
import { doneObjects, writeBack } from './write-back.ts'
import { writeRest } from './write-change.ts'
import type { Writing } from './write-settled.ts'
import { writeStatus } from './write-status.ts'

/** Afterwards nobody waits for it any more, and the mesh may be another one. */
const longestSeconds = 24 * 3600

/**
 * Completes what a crash left between two writes: planned records that nobody sees to any more, whose objects are as far
 * as they say, or further. One whose objects somebody else has written since is taken back as far as that goes, ends as
 * failed and says how many of its writes are left; so does one of which nothing was written, unless it takes something
 * back. Returns the records it saw to. Rejects as `ChangeRecords.list` does.
 */
export async function resumeChanges(
  ctx: Writing,
  isAbandoned: (record: ChangeRecord) => boolean,
): Promise<ChangeRecord[]> {
  const records = await ctx.records.list({}, ctx.signal)
  const open = records.filter((record) => (record.status?.phase ?? 'planned') === 'planned' && isAbandoned(record))
  const resumed: ChangeRecord[] = []
  for (const record of open.toReversed()) {
    try {
      resumed.push(await resumeChange(ctx, record))
    } catch (error) {
      ctx.signal.throwIfAborted()
      ctx.log.warn('change not resumed', { record: record.metadata.name, error: String(error) })
    }
  }
  return resumed
}

async function resumeChange(ctx: Writing, record: ChangeRecord): Promise<ChangeRecord> {
  const { writes, at } = record.spec
  const states = await Promise.all(
    writes.map(async (write) => progressOf(write, (await readFresh(ctx, write.object)).object)),
  )
  const done = states.findIndex((state) => state !== 'done')
  const count = done === -1 ? writes.length : done
  const versions = await Promise.all(
    writes.slice(0, count).map(async ({ object }) => {
      const now = await readFresh(ctx, object)
      return now.object?.metadata.resourceVersion ?? ''
    }),
  )
  const known = await writeStatus(ctx, record, {
    resourceVersions: versions,
    ...(count === writes.length && { phase: 'applied' as const, appliedAt: isoMoment(ctx.clock.now()) }),
  })
  const isOld = ctx.clock.now() - (secondsOf(at) ?? 0) > longestSeconds
  const isWanted = count > 0 || record.spec.undoes !== undefined
  if (count === writes.length) {
    return noteUndone(ctx, known)
  }
  if (!isWanted || isOld || states.slice(count).includes('foreign')) {
    const left = record.spec.undoes === undefined ? await writeBack(ctx, known) : doneObjects(known)
    return writeStatus(ctx, known, {
      phase: 'failed',
      endedAt: isoMoment(ctx.clock.now()),
      failure: { code: 'interrupted', message: `written: ${left.length} of ${writes.length}` },
      ...(left.length === 0 && { resourceVersions: [] }),
    })
  }
  return noteUndone(ctx, await writeRest(ctx, known, record.spec.undoes === undefined ? 'edit' : 'undo'))
}

/** An undo that is complete ends the change it takes back. */
async function noteUndone(ctx: Writing, record: ChangeRecord): Promise<ChangeRecord> {
  const { undoes, cluster } = record.spec
  if (undoes === undefined) {
    return record
  }
  const place = { cluster, namespace: record.metadata.namespace ?? '', name: undoes }
  const undone = await ctx.records.read(place, ctx.signal).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') {
      return undefined
    }
    throw error
  })
  if (undone !== undefined && undone.status?.phase !== 'undone') {
    const endedAt = isoMoment(ctx.clock.now())
    await writeStatus(ctx, undone, { phase: 'undone', endedAt, undoneBy: record.metadata.name })
  }
  return record
}
