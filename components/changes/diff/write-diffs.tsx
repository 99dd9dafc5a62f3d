'use client'

import type { FieldChange, PlannedWrite } from '#lib/domain/changes/change-plan.ts'
import type { ObjectReference } from '#lib/domain/mesh/kubernetes-object.ts'
import { ObjectDiff } from './object-diff.tsx'

/** One write of a preview, with its objects, or of a record, with what was different alone. */
export interface ShownWrite extends Partial<Pick<PlannedWrite, 'before' | 'after'>> {
  verb: PlannedWrite['verb']
  object: ObjectReference
  diff: readonly FieldChange[]
}

/** All writes of a change, in the order they are made. */
export function WriteDiffs({ writes }: { writes: readonly ShownWrite[] }) {
  return (
    <div>
      {writes.map((write, index) => (
        <ObjectDiff
          key={`${write.object.kind} ${write.object.namespace}/${write.object.name}`}
          verb={write.verb}
          object={write.object}
          step={index + 1}
          steps={writes.length}
          fields={write.diff}
          {...((write.before ?? write.after) !== undefined && { whole: write })}
        />
      ))}
    </div>
  )
}
