import type { ChangeRecord, ChangeRecordSpec } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import { isoMoment } from '../domain/follow-up/change-summary-of.ts'
import type { WriteTurn } from '../ports/cluster.ts'
import { doneObjects, writeBack } from './write-back.ts'
import { writeObject } from './write-object.ts'
import { type Writing, writeSettled } from './write-settled.ts'
import { writeStatus } from './write-status.ts'

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
      await writeSettled(ctx, record, before, sentAt)
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
  const halfDone = lane === 'edit' ? await writeBack(ctx, record) : doneObjects(record)
  const message = String(params.message ?? params.reason ?? code)
  await writeStatus(ctx, record, {
    phase: 'failed',
    endedAt: isoMoment(ctx.clock.now()),
    failure: { code, message: halfDone.length === 0 ? message : `${message}; still written: ${halfDone.join(', ')}` },
    ...(halfDone.length === 0 && { resourceVersions: [] }),
  })
  return new AppError(code, { ...told, ...(halfDone.length > 0 && { halfDone }) }, { cause: error })
}

function placeOf({ spec, metadata }: ChangeRecord): Record<string, string> {
  return { cluster: spec.cluster, namespace: metadata.namespace ?? '', record: metadata.name }
}
