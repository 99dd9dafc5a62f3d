import type { OwnedObject } from '#lib/domain/changes/ownership.ts'
import type { WriteRight } from '#lib/domain/follow-up/write-rights.ts'
import type { ServiceSplitView } from '#lib/endpoints/changes.ts'

/** Why nothing can be changed here, whoever asks how. */
export type WriteBarrier =
  | { kind: 'not-recorded' }
  | { kind: 'forbidden'; missing: readonly WriteRight[] }
  | { kind: 'read-only'; owned: OwnedObject }

/** The first that stands in the way; undefined where nothing does. */
export function writeBarrier(
  view: Pick<ServiceSplitView, 'owners' | 'rights' | 'isRecorded'>,
): WriteBarrier | undefined {
  const owned = view.owners.find(({ owner }) => owner.verdict === 'read-only')
  if (owned !== undefined) {
    return { kind: 'read-only', owned }
  }
  if (view.isRecorded === false) {
    return { kind: 'not-recorded' }
  }
  return view.rights.isAllowed ? undefined : { kind: 'forbidden', missing: view.rights.missing }
}
