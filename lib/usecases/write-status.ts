import type { ChangeRecord, ChangeRecordStatus } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import type { Ctx } from '../ports/ctx.ts'

/**
 * Says in its record how far a change has come. What is written is written, so a record that cannot be told so is logged,
 * never a failure; whoever reads it later compares it with the objects.
 */
export async function writeStatus(
  ctx: Ctx<'records' | 'log'>,
  record: ChangeRecord,
  more: Partial<ChangeRecordStatus>,
): Promise<ChangeRecord> {
  const attempt = (fresh: ChangeRecord) =>
    ctx.records.setStatus(fresh, { phase: 'planned', ...fresh.status, ...more }, ctx.signal)
  const { metadata, spec } = record
  const place = { cluster: spec.cluster, namespace: metadata.namespace ?? '', name: metadata.name }
  try {
    return await attempt(record)
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error
    }
    try {
      return await attempt(await ctx.records.read(place, ctx.signal))
    } catch (again) {
      ctx.log.warn('change not noted', { ...place, ...more, error: String(again) })
      return { ...record, status: { phase: 'planned', ...record.status, ...more } }
    }
  }
}
