import { isSame } from '../changes/canonical-text.ts'
import type { RecordedWrite } from '../changes/change-record.ts'
import { specOf } from '../changes/written-object.ts'
import type { KubernetesObject } from '../mesh/kubernetes-object.ts'

/**
 * How a recorded write stands to the object as it is now: `done` says it says what was to be written, `open` that it is
 * still the version the write was planned on, `foreign` that somebody else has written since.
 */
export type WriteProgress = 'done' | 'open' | 'foreign'

export function progressOf({ verb, before, after }: RecordedWrite, now: KubernetesObject | undefined): WriteProgress {
  if (verb === 'remove' ? now === undefined : now !== undefined && isSame(specOf(now), specOf(after))) {
    return 'done'
  }
  return now?.metadata.resourceVersion === before?.metadata.resourceVersion ? 'open' : 'foreign'
}
