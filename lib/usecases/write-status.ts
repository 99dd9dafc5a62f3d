import type { ChangePhase, ChangeRecord, ChangeRecordStatus } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import type { Ctx } from '../ports/ctx.ts'

const order: readonly ChangePhase[] = ['planned', 'applied', 'acknowledged', 'seen', 'failed', 'undone']

/**
 * Says in its record how far a change has come. What is written is written, so a record that cannot be told so is logged,
 * never a failure; whoever reads it later compares it with the objects.
 */
export async function writeStatus(
  ctx: Ctx<'records' | 'log'>,
  record: ChangeRecord,
  more: Partial<ChangeRecordStatus>,
): Promise<ChangeRecord> {
  const attempt = (fresh: ChangeRecord) => ctx.records.setStatus(fresh, statusOf(fresh, more), ctx.signal)
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
      return { ...record, status: statusOf(record, more) }
    }
  }
}

/** What came first may be told late: a change that has ended, or come further, stays where it is. */
function statusOf({ status }: ChangeRecord, more: Partial<ChangeRecordStatus>): ChangeRecordStatus {
  const phase = status?.phase ?? 'planned'
  const told = more.phase ?? phase
  return { ...status, ...more, phase: order.indexOf(told) < order.indexOf(phase) ? phase : told }
}
