import type { UndoChange } from '../changes/change-intent.ts'
import type { ChangeRecord } from '../changes/change-record.ts'

/** The wish to take a record back. */
export function undoIntentOf({ metadata, spec }: Pick<ChangeRecord, 'metadata' | 'spec'>, reason?: string): UndoChange {
  return {
    kind: 'undo',
    cluster: spec.cluster,
    namespace: metadata.namespace ?? '',
    service: spec.service,
    record: metadata.name,
    ...(reason !== undefined && { reason }),
  }
}
