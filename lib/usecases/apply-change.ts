import type { ChangeFacts } from '../domain/changes/change-facts.ts'
import { type ApplyRequest, intentOf } from '../domain/changes/change-intent.ts'
import type { ChangeRecord } from '../domain/changes/change-record.ts'
import { objectName } from '../domain/changes/change-scene.ts'
import { refuseStaleVersions } from '../domain/changes/refuse-stale-versions.ts'
import { AppError } from '../domain/errors.ts'
import { isoMoment } from '../domain/follow-up/change-summary-of.ts'
import { overrideOf, refuseBlocked } from '../domain/follow-up/refuse-blocked.ts'
import type { Actor } from '../ports/actor.ts'
import { readChangePlan } from './read-change-plan.ts'
import { readClearWay } from './read-clear-way.ts'
import { readDryRun } from './read-dry-run.ts'
import { recordedWrites } from './write-back.ts'
import { writeChange } from './write-change.ts'
import type { Writing } from './write-settled.ts'
import { writeStatus } from './write-status.ts'

/**
 * Writes an intent whose preview somebody has seen: reads everything afresh, plans again, and writes only where that comes
 * to what was seen. Once the first write is sent the change is carried through, whether its caller waits or not.
 *
 * Rejects as `readChangePlan`, `refuseBlocked`, `overrideOf` and `Cluster`'s writes do; besides `conflict` (`stale`) for
 * objects that have changed since the preview, `conflict` (`in-progress`) while another change of the service stands
 * between two of its writes, `invalid` (`missing-version`, `nothing-to-do`, `warned` with the API server's words).
 */
export async function applyChange(ctx: Writing, actor: Actor, request: ApplyRequest): Promise<ChangeRecord> {
  const { intent, plan, facts, undone } = await readChangePlan(ctx, intentOf(request))
  try {
    refuseMoved(facts, request.resourceVersions)
    refuseBlocked(plan)
    refuseStaleVersions(plan, request.resourceVersions)
    if (plan.writes.length === 0) {
      throw new AppError('invalid', { what: intent.service, reason: 'nothing-to-do' })
    }
    const override = overrideOf(plan, request.override)
    const warnings = await readDryRun(ctx, plan.writes)
    if (warnings.length > 0) {
      throw new AppError('invalid', { what: warnings.join('; '), reason: 'warned', message: warnings.join('; ') })
    }
    await readClearWay(ctx, plan.split)
    const steady = { ...ctx, signal: new AbortController().signal }
    ctx.signal.throwIfAborted()
    const spec = {
      who: actor,
      cluster: plan.split.cluster,
      service: intent.service,
      intent,
      writes: recordedWrites(plan),
      ...(intent.reason !== undefined && { reason: intent.reason }),
      ...(override !== undefined && { override }),
      ...(undone !== undefined && { undoes: undone.metadata.name }),
    }
    const record = await writeChange(steady, spec, intent.kind === 'undo' ? 'undo' : 'edit')
    if (undone !== undefined) {
      const endedAt = isoMoment(ctx.clock.now())
      await writeStatus(steady, undone, { phase: 'undone', endedAt, undoneBy: record.metadata.name })
    }
    return record
  } catch (error) {
    logRefusal(ctx, actor, request, error)
    throw error
  }
}

/** What the preview stood on and is another version by now: told before anything else, as it explains the rest. */
function refuseMoved({ fresh }: ChangeFacts, given: ApplyRequest['resourceVersions']): void {
  const moved = fresh.flatMap(({ reference, object }) => {
    const name = objectName(reference)
    const version = object?.metadata.resourceVersion ?? null
    return Object.hasOwn(given, name) && given[name] !== version ? [name] : []
  })
  if (moved.length > 0) {
    throw new AppError('conflict', { what: moved.join(', '), reason: 'stale', objects: moved })
  }
}

/** Attempts that never got a record are part of the audit too. */
function logRefusal({ log }: Writing, actor: Actor, request: ApplyRequest, error: unknown): void {
  if (error instanceof AppError && error.params.record === undefined) {
    const { kind, namespace, service } = request
    log.warn('change refused', { who: actor.name, kind, namespace, service, code: error.code, ...error.params })
  }
}
