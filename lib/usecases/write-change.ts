import type { ChangePlan } from '../domain/changes/change-plan.ts'
import type { ChangeRecord, ChangeRecordSpec, RecordedWrite } from '../domain/changes/change-record.ts'
import { objectName } from '../domain/changes/change-scene.ts'
import { planUndo } from '../domain/changes/plan-undo.ts'
import { serviceSplitOf } from '../domain/changes/service-split-of.ts'
import { AppError } from '../domain/errors.ts'
import { acknowledgedTypeOf } from '../domain/follow-up/acknowledgement.ts'
import { isoMoment } from '../domain/follow-up/change-summary-of.ts'
import { clientNamespaces } from '../domain/follow-up/client-namespaces.ts'
import { undoIntentOf } from '../domain/follow-up/undo-intent-of.ts'
import type { WriteTurn } from '../ports/cluster.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readChangeFacts } from './read-change-plan.ts'
import { writeAcknowledged } from './write-acknowledged.ts'
import { writeObject } from './write-object.ts'
import { writeStatus } from './write-status.ts'

export type Writing = Ctx<'cluster' | 'proxies' | 'records' | 'clock' | 'log'>

/** The writes of a plan as they are recorded. */
export function recordedWrites({ writes }: Pick<ChangePlan, 'writes'>): RecordedWrite[] {
  return writes.map(({ verb, reference, before, after }) => ({
    verb,
    object: reference,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }))
}

/**
 * Writes a change down as planned, then makes its writes in order, each once the proxies have acknowledged the one before;
 * resolves when the API server has them all. Without a record nothing is written. A failure after the first write takes
 * back what was written; what could not be is named in `params.halfDone`. `params.record` names the record, which stays
 * planned where nobody knows what became of a write (`params.outcome` is `unknown`).
 */
export async function writeChange(
  ctx: Writing,
  spec: Omit<ChangeRecordSpec, 'at'>,
  lane: WriteTurn['lane'],
): Promise<ChangeRecord> {
  const record = await ctx.records.create({ ...spec, at: isoMoment(ctx.clock.now()) }, ctx.signal)
  ctx.log.info('change planned', { ...placeOf(record), who: spec.who.name, intent: spec.intent.kind })
  return writeRest(ctx, record, lane)
}

/** Makes the writes of a record that are not made yet. */
export async function writeRest(ctx: Writing, record: ChangeRecord, lane: WriteTurn['lane']): Promise<ChangeRecord> {
  let current = record
  try {
    current = await writeInOrder(ctx, record, lane, (known) => {
      current = known
    })
  } catch (error) {
    throw await givenUp(ctx, current, error, lane)
  }
  ctx.log.info('change written', placeOf(current))
  return current
}

async function writeInOrder(
  ctx: Writing,
  record: ChangeRecord,
  lane: WriteTurn['lane'],
  know: (record: ChangeRecord) => void,
): Promise<ChangeRecord> {
  const { writes, who } = record.spec
  let known = record
  let sentAt = ctx.clock.now()
  for (const [index, write] of writes.entries()) {
    const versions = known.status?.resourceVersions ?? []
    if (index < versions.length) {
      continue
    }
    const before = writes[index - 1]
    if (before !== undefined) {
      await untilAcknowledged(ctx, record, before, sentAt)
    }
    sentAt = ctx.clock.now()
    const version = await writeObject(ctx, write, { by: who.name, lane })
    const isLast = index === writes.length - 1
    known = await writeStatus(ctx, known, {
      resourceVersions: [...versions, version],
      ...(isLast && { phase: 'applied' as const, appliedAt: isoMoment(sentAt) }),
    })
    know(known)
  }
  return known
}

async function untilAcknowledged(
  ctx: Writing,
  { spec, metadata }: ChangeRecord,
  write: RecordedWrite,
  since: number,
): Promise<void> {
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const target = { cluster: spec.cluster, namespace: metadata.namespace ?? '', service: spec.service }
  const split = serviceSplitOf(target, { inventory, fresh: [] })
  const namespaces = clientNamespaces(split, inventory)
  const type = acknowledgedTypeOf(write.object.kind)
  await writeAcknowledged(ctx, { cluster: spec.cluster, type, since, namespaces })
}

/** What a failed change leaves, and the failure with what people must know of it. */
async function givenUp(ctx: Writing, record: ChangeRecord, error: unknown, lane: WriteTurn['lane']): Promise<unknown> {
  if (!(error instanceof AppError)) {
    return error
  }
  const { code, params } = error
  const told = { ...params, record: record.metadata.name }
  ctx.log.warn('change failed', { ...placeOf(record), who: record.spec.who.name, code, ...params })
  if (params.outcome === 'unknown') {
    return new AppError(code, told, { cause: error })
  }
  const halfDone = lane === 'edit' ? await takeBack(ctx, record) : doneObjects(record)
  const message = String(params.message ?? params.reason ?? code)
  await writeStatus(ctx, record, {
    phase: 'failed',
    endedAt: isoMoment(ctx.clock.now()),
    failure: { code, message: halfDone.length === 0 ? message : `${message}; still written: ${halfDone.join(', ')}` },
    ...(halfDone.length === 0 && { resourceVersions: [] }),
  })
  return new AppError(code, { ...told, ...(halfDone.length > 0 && { halfDone }) }, { cause: error })
}

function doneObjects({ spec, status }: ChangeRecord): string[] {
  return spec.writes.slice(0, status?.resourceVersions?.length ?? 0).map(({ object }) => objectName(object))
}

/** Takes back what a change that failed half-way has written; returns the names of objects where that was not possible. */
async function takeBack(ctx: Writing, record: ChangeRecord): Promise<string[]> {
  const done = doneObjects(record)
  if (done.length === 0) {
    return []
  }
  try {
    const written = { ...record, spec: { ...record.spec, writes: record.spec.writes.slice(0, done.length) } }
    const intent = undoIntentOf(written)
    const facts = await readChangeFacts(ctx, intent, await ctx.cluster.inventory(ctx.signal), written)
    for (const write of recordedWrites(planUndo(intent, written, facts))) {
      await writeObject(ctx, write, { by: record.spec.who.name, lane: 'undo' })
    }
    return []
  } catch (error) {
    ctx.log.error('half-written change not taken back', { ...placeOf(record), objects: done, error: String(error) })
    return done
  }
}

function placeOf({ spec, metadata }: ChangeRecord): Record<string, string> {
  return { cluster: spec.cluster, namespace: metadata.namespace ?? '', record: metadata.name }
}
