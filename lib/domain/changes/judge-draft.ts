import type { VirtualService } from '../routing/virtual-service.ts'
import { canonicalText } from './canonical-text.ts'
import { type DraftObject, draftReference } from './change-draft.ts'
import type { ChangeFinding } from './change-finding.ts'
import type { ChangeScene } from './change-scene.ts'
import { objectMistakes } from './object-mistakes.ts'
import type { OwnedObject, OwnerKind } from './ownership.ts'
import { ownershipOf } from './ownership-of.ts'
import { routeClients } from './route-clients.ts'
import type { Mistake } from './route-mistakes.ts'

/** Who keeps each object a draft would write or remove. */
export function draftOwners(scene: ChangeScene, drafts: readonly DraftObject[]): OwnedObject[] {
  return drafts.flatMap(({ before, after }) =>
    before === undefined
      ? []
      : [{ object: draftReference(scene, { before, after }), owner: ownershipOf(before, scene.inventory) }],
  )
}

/** Proper names, the same in every language. */
const ownerNames: Partial<Record<OwnerKind, string>> = {
  flagger: 'Flagger',
  'argo-rollouts': 'Argo Rollouts',
  openkruise: 'OpenKruise',
  'argo-cd': 'Argo CD',
  flux: 'Flux',
  helm: 'Helm',
  'config-sync': 'Config Sync',
}

/** Read-only owners block; those that would write back are told, and need an override. */
export function blockingOwners(owners: readonly OwnedObject[]): ChangeFinding[] {
  return owners.flatMap(({ object, owner: { kind, name = '–', verdict, undoneWhen = '' } }): ChangeFinding[] => {
    if (verdict === 'free') {
      return []
    }
    const isReadOnly = verdict === 'read-only'
    return [
      {
        rule: isReadOnly ? 'read-only-owner' : 'proposed-owner',
        severity: isReadOnly ? 'block' : 'warn',
        object,
        params: { owner: ownerNames[kind] ?? kind, name, ...(undoneWhen !== '' && { when: undoneWhen }) },
      },
    ]
  })
}

/**
 * Mistakes in the VirtualServices a draft writes: those it brings block, those that were there are told. A route copied
 * from one that has a mistake has not brought it.
 */
export function draftMistakes(
  before: ChangeScene,
  after: ChangeScene,
  drafts: readonly DraftObject[],
): ChangeFinding[] {
  const [oldClients, newClients] = [routeClients(before), routeClients(after)]
  return drafts.flatMap((draft) => {
    const reference = draftReference(after, draft)
    const now = virtualServiceAt(after, reference)
    if (now === undefined || draft.after === undefined) {
      return []
    }
    const old = virtualServiceAt(before, reference)
    const known = new Set(old === undefined ? [] : objectMistakes(before, oldClients, old).map(sortOf))
    return objectMistakes(after, newClients, now).map(
      (mistake): ChangeFinding => ({
        ...mistake,
        severity: known.has(sortOf(mistake)) ? 'warn' : 'block',
        object: reference,
      }),
    )
  })
}

function virtualServiceAt(
  { table }: ChangeScene,
  { kind, namespace, name }: { kind: string; namespace: string; name: string },
): VirtualService | undefined {
  return kind === 'VirtualService'
    ? table.virtualServices.find((one) => one.namespace === namespace && one.name === name)
    : undefined
}

function sortOf({ rule, params: { route: _, ...params } }: Mistake): string {
  return canonicalText([rule, params])
}
