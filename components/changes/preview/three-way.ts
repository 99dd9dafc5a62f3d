import type { FieldChange, PlannedWrite } from '#lib/domain/changes/change-plan.ts'
import { diffObjects } from '#lib/domain/changes/diff-objects.ts'
import type { ObjectReference } from '#lib/domain/mesh/kubernetes-object.ts'

/** One object that somebody else wrote between a preview and its apply. */
export interface MovedObject {
  object: ObjectReference
  /** What the change that was not applied would have done to it. */
  mine: FieldChange[]
  /** What somebody else did to it meanwhile. */
  theirs: FieldChange[]
}

type Write = Pick<PlannedWrite, 'reference' | 'before' | 'diff' | 'resourceVersion'>

/** Kept by the API server, which counts writes there. */
const bookkeeping = new Set(['resourceVersion', 'generation', 'managedFields'])

/** The objects of the first preview that are not as it saw them; `now` is the preview made after. */
export function movedObjects(first: readonly Write[], now: readonly Write[]): MovedObject[] {
  return first.flatMap((write) => {
    const fresh = now.find(({ reference }) => nameOf(reference) === nameOf(write.reference))
    if (fresh === undefined || fresh.resourceVersion === write.resourceVersion) {
      return []
    }
    const theirs = diffObjects(write.before, fresh.before).filter(
      ({ path }) => !(path[0] === 'metadata' && bookkeeping.has(String(path[1]))),
    )
    return [{ object: write.reference, mine: write.diff, theirs }]
  })
}

function nameOf({ kind, namespace, name }: ObjectReference): string {
  return `${kind}/${namespace}/${name}`
}
