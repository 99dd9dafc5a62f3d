import type { KubernetesObject, ObjectReference } from '../mesh/kubernetes-object.ts'
import { referenceTo } from '../mesh/kubernetes-object.ts'
import { isSame } from './canonical-text.ts'
import type { PlannedWrite } from './change-plan.ts'
import { type ChangeScene, objectName } from './change-scene.ts'
import { diffObjects } from './diff-objects.ts'
import { specOf, writtenList } from './written-object.ts'

/** An object before and after a change; one of the two may be absent. */
export interface DraftObject {
  before?: KubernetesObject | undefined
  after?: KubernetesObject | undefined
}

/** Which object a draft is about. */
export function draftReference({ cluster }: ChangeScene, { before, after }: DraftObject): ObjectReference {
  const object = after ?? before
  return object === undefined
    ? { cluster, apiVersion: '', kind: '', namespace: '', name: '' }
    : referenceTo(cluster, object)
}

/**
 * The writes a draft comes to, in an order in which no request meets a subset nobody defines (measured): rules that gain
 * subsets, then routes, then rules that lose some. What is the same before and after is not written.
 */
export function plannedWrites(scene: ChangeScene, drafts: readonly DraftObject[]): PlannedWrite[] {
  return drafts
    .filter(({ before, after }) => !isSame(before, after))
    .map((draft) => ({ draft, rank: rankOf(draft) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ draft }) => plannedWrite(scene, draft))
}

function plannedWrite(scene: ChangeScene, draft: DraftObject): PlannedWrite {
  const { before, after } = draft
  const reference = draftReference(scene, draft)
  return {
    verb: before === undefined ? 'create' : after === undefined ? 'remove' : 'replace',
    reference,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    resourceVersion: before?.metadata.resourceVersion ?? null,
    acknowledgedBy: reference.kind === 'DestinationRule' ? 'cds' : 'rds',
    diff: diffObjects(before, after),
  }
}

function rankOf({ before, after }: DraftObject): number {
  if ((after ?? before)?.kind !== 'DestinationRule') {
    return 1
  }
  const now = new Set(subsetNames(after))
  return subsetNames(before).some((name) => !now.has(name)) || after === undefined ? 2 : 0
}

function subsetNames(object: KubernetesObject | undefined): unknown[] {
  return writtenList(specOf(object).subsets).map(({ name }) => name)
}

/** The version each write of a plan stands on, by `objectName`: what a preview hands out and an apply hands back. */
export function resourceVersionsOf({ writes }: { writes: readonly PlannedWrite[] }): Record<string, string | null> {
  return Object.fromEntries(writes.map(({ reference, resourceVersion }) => [objectName(reference), resourceVersion]))
}
