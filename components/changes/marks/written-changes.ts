import type { ChangeSummary } from '#lib/domain/follow-up/change-view.ts'

/** The changes that reached the API server, with the moment they did: only these can have moved traffic. */
export function writtenChanges(changes: readonly ChangeSummary[]): (ChangeSummary & { appliedAt: number })[] {
  return changes.flatMap((change) =>
    change.appliedAt === undefined ? [] : [{ ...change, appliedAt: change.appliedAt }],
  )
}
