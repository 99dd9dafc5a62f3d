import type { ApplyRequest } from '../domain/changes/change-intent.ts'
import type { ChangeRecord } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import { isoMoment } from '../domain/follow-up/change-summary-of.ts'
import { overrideOf, refuseBlocked } from '../domain/follow-up/refuse-blocked.ts'
import { undoIntentOf } from '../domain/follow-up/undo-intent-of.ts'
import { clusterMeant } from '../domain/mesh/cluster-meant.ts'
import type { Actor } from '../ports/actor.ts'
import type { RecordPlace } from '../ports/change-records.ts'
import { readChangePlan } from './read-change-plan.ts'
import { readClearWay } from './read-clear-way.ts'
import { recordedWrites } from './write-back.ts'
import { writeChange } from './write-change.ts'
import type { Writing } from './write-settled.ts'
import { writeStatus } from './write-status.ts'

export interface UndoQuestion extends Omit<RecordPlace, 'cluster'> {
  /** Absent, or not known by this name: the first. */
  cluster?: string | undefined
  reason?: string | undefined
  override?: ApplyRequest['override']
}

const attempts = 4
const pauseSeconds = 0.5
const waitsForOthers = 30

/**
 * Takes back what one change did and nothing else, in one go: no preview, no traffic, ahead of everything that waits.
 * Whoever edits at the same time makes it read and plan again. Returns the record of the undo, or the record itself where
 * nothing of it is left; asking again changes nothing. Rejects as `readChangePlan`, `refuseBlocked`, `overrideOf` and
 * `Cluster`'s writes do.
 */
export async function undoChange(ctx: Writing, actor: Actor, question: UndoQuestion): Promise<ChangeRecord> {
  const steady = { ...ctx, signal: new AbortController().signal }
  for (let attempt = 1; ; attempt++) {
    try {
      return await undoOnce(steady, actor, question)
    } catch (error) {
      const isMoved = error instanceof AppError && error.code === 'conflict'
      const isBusy = isMoved && error.params.reason === 'in-progress'
      if (!isMoved || attempt >= (isBusy ? waitsForOthers : attempts)) {
        throw error
      }
      await ctx.clock.sleep(isBusy ? pauseSeconds : 0, ctx.signal)
    }
  }
}

async function undoOnce(ctx: Writing, actor: Actor, question: UndoQuestion): Promise<ChangeRecord> {
  const { reason, override: given, cluster, namespace, name } = question
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const place = { cluster: clusterMeant(inventory, cluster) ?? inventory.clusters[0]?.id ?? '', namespace, name }
  const record = await ctx.records.read(place, ctx.signal)
  if (record.status?.phase === 'undone') {
    return record
  }
  const { intent, plan, undone = record } = await readChangePlan(ctx, undoIntentOf(record, reason))
  refuseBlocked(plan)
  const override = overrideOf(plan, given)
  const end = { phase: 'undone', endedAt: isoMoment(ctx.clock.now()) } as const
  if (plan.writes.length === 0) {
    return writeStatus(ctx, undone, end)
  }
  await readClearWay(ctx, plan.split)
  const spec = {
    who: actor,
    cluster: plan.split.cluster,
    service: intent.service,
    intent,
    writes: recordedWrites(plan),
    undoes: record.metadata.name,
    ...(reason !== undefined && { reason }),
    ...(override !== undefined && { override }),
  }
  const undo = await writeChange(ctx, spec, 'undo')
  await writeStatus(ctx, undone, { ...end, undoneBy: undo.metadata.name })
  return undo
}
