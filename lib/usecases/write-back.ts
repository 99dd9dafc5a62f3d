import { type ChangePlan, isBlocked } from '../domain/changes/change-plan.ts'
import type { ChangeRecord, RecordedWrite } from '../domain/changes/change-record.ts'
import { objectName } from '../domain/changes/change-scene.ts'
import { planUndo } from '../domain/changes/plan-undo.ts'
import { undoIntentOf } from '../domain/follow-up/undo-intent-of.ts'
import { readChangeFacts } from './read-change-plan.ts'
import { writeObject } from './write-object.ts'
import { type Writing, writeSettled } from './write-settled.ts'

/** The writes of a plan as they are recorded. */
export function recordedWrites({ writes }: Pick<ChangePlan, 'writes'>): RecordedWrite[] {
  return writes.map(({ verb, reference, before, after }) => ({
    verb,
    object: reference,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }))
}

/** The objects that the API server has of a change, by name. */
export function doneObjects({ spec, status }: ChangeRecord): string[] {
  return spec.writes.slice(0, status?.resourceVersions?.length ?? 0).map(({ object }) => objectName(object))
}

/**
 * Takes back what a change that failed half-way has written, each write once the proxies have the one before; returns the
 * names of objects where that was not possible, all of them where somebody else's edits stand in the way.
 */
export async function writeBack(ctx: Writing, record: ChangeRecord): Promise<string[]> {
  const done = doneObjects(record)
  if (done.length === 0) {
    return []
  }
  const { cluster, who } = record.spec
  const place = { cluster, namespace: record.metadata.namespace ?? '', record: record.metadata.name }
  try {
    const written = { ...record, spec: { ...record.spec, writes: record.spec.writes.slice(0, done.length) } }
    const intent = undoIntentOf(written)
    const facts = await readChangeFacts(ctx, intent, await ctx.cluster.inventory(ctx.signal), written)
    const plan = planUndo(intent, written, facts)
    if (isBlocked(plan)) {
      ctx.log.warn('half-written change not taken back', { ...place, objects: done, findings: plan.findings })
      return done
    }
    const writes = recordedWrites(plan)
    let sentAt = ctx.clock.now()
    for (const [index, write] of writes.entries()) {
      const before = writes[index - 1]
      if (before !== undefined) {
        await writeSettled(ctx, record, before, sentAt)
      }
      sentAt = ctx.clock.now()
      await writeObject(ctx, write, { by: who.name, lane: 'undo' })
    }
    return []
  } catch (error) {
    ctx.log.error('half-written change not taken back', { ...place, objects: done, error: String(error) })
    return done
  }
}
