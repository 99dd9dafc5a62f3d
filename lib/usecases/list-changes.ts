import { objectName } from '../domain/changes/change-scene.ts'
import { AppError } from '../domain/errors.ts'
import { changeSummaryOf } from '../domain/follow-up/change-summary-of.ts'
import type { ChangeList, ChangeSummary } from '../domain/follow-up/change-view.ts'
import type { Ctx } from '../ports/ctx.ts'

export interface ChangesQuestion {
  cluster?: string | undefined
  namespaces?: string[] | undefined
  service?: string | undefined
  /** As `objectName` writes it. */
  object?: string | undefined
  /** Unix seconds. */
  since?: number | undefined
  limit: number
  /** Where the page before ended. */
  cursor?: string | undefined
}

/**
 * Recorded changes, the newest first, a page at a time: one that is recorded meanwhile moves none from one page to the
 * next. Rejects as `ChangeRecords.list` does, but for records that are not installed: then there are none, and it says so.
 */
export async function listChanges(ctx: Ctx<'records'>, question: ChangesQuestion): Promise<ChangeList> {
  const { cluster, namespaces, service, object, since = 0, limit, cursor } = question
  try {
    const records = await ctx.records.list({ cluster, namespaces, service }, ctx.signal)
    const wanted = records
      .map(changeSummaryOf)
      .filter(({ at, objects }) => at >= since && (object === undefined || objects.map(objectName).includes(object)))
    const rest = cursor === undefined ? wanted : wanted.filter((change) => cursorOf(change) < cursor)
    const changes = rest.slice(0, limit)
    const last = changes.at(-1)
    return {
      changes,
      ...(last !== undefined && rest.length > limit && { next: cursorOf(last) }),
      isRecorded: true,
      notices: [],
    }
  } catch (error) {
    if (error instanceof AppError && error.params.reason === 'records-not-installed') {
      return { changes: [], isRecorded: false, notices: [] }
    }
    throw error
  }
}

/** Sorts as the list does. */
function cursorOf({ at, cluster, namespace, name }: ChangeSummary): string {
  return `${at.toFixed(3).padStart(15, '0')} ${cluster}/${namespace}/${name}`
}
