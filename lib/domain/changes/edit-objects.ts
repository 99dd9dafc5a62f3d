import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import type { DraftObject } from './change-draft.ts'
import type { ChangeFinding } from './change-finding.ts'
import type { PlannableIntent } from './change-intent.ts'
import { type ChangeScene, freshObject, objectName } from './change-scene.ts'
import { namedVersions } from './choose-routes.ts'
import { defaultVirtualService } from './default-virtual-service.ts'
import { versionsOf } from './destination-version.ts'
import { editRoute, sightsOf } from './edit-route.ts'
import { ensureSubsets, type RouteVisibility } from './ensure-subsets.ts'
import type { RouteCandidate } from './route-candidates.ts'
import { httpRoutesOf, type Written, withHttpRoutes } from './written-object.ts'

/** What an intent makes of the objects, before anything is checked. */
export interface EditedObjects {
  drafts: DraftObject[]
  findings: ChangeFinding[]
  /** The route each chosen one has become, as it stands in its draft; undefined where it is gone. */
  became: (Written | undefined)[]
}

/** Carries an intent out on the chosen routes; a route that cannot take it stays as it is, with a finding that blocks. */
export function editObjects(
  scene: ChangeScene,
  chosen: readonly RouteCandidate[],
  intent: PlannableIntent,
): EditedObjects {
  if (unknownVersions(scene, intent).length > 0) {
    return { drafts: [], findings: [], became: [] }
  }
  const ensured = ensureSubsets(scene, versionsInNeed(scene, chosen, intent), visibilityOf(scene, chosen[0]))
  const objects = new Map<string, DraftObject & { after: KubernetesObject }>()
  const became = new Map<RouteCandidate, Written | undefined>()
  const findings = [...ensured.findings]
  // From the last on, so that what is put in moves none of those still to come.
  for (const candidate of chosen.toSorted((a, b) => b.key.index - a.key.index)) {
    const name = objectName({
      kind: 'VirtualService',
      namespace: candidate.key.namespace,
      name: candidate.key.virtualService,
    })
    const draft = objects.get(name) ?? firstDraft(scene, candidate)
    const edited = editRoute({ scene, intent, subsets: ensured.subsets, candidate }, httpRoutesOf(draft.after))
    objects.set(name, { ...draft, after: withHttpRoutes(draft.after, edited.http) })
    became.set(candidate, edited.became)
    findings.push(...edited.findings)
  }
  const rule = findings.some(({ severity }) => severity === 'block') ? undefined : ensured.rule
  return {
    drafts: [...(rule === undefined ? [] : [rule]), ...objects.values()],
    findings,
    became: chosen.map((candidate) => became.get(candidate)),
  }
}

function firstDraft(
  scene: ChangeScene,
  { key, isUnwritten }: RouteCandidate,
): DraftObject & { after: KubernetesObject } {
  if (isUnwritten) {
    return { after: defaultVirtualService(scene) }
  }
  const before = freshObject(scene, { kind: 'VirtualService', namespace: key.namespace, name: key.virtualService })
  return { before, after: before }
}

/** Clients see a delegate's routes through its root. */
function visibilityOf({ table, service }: ChangeScene, candidate: RouteCandidate | undefined): RouteVisibility {
  const place = candidate?.clients.roots[0] ?? {
    namespace: candidate?.key.namespace ?? service.namespace,
    name: candidate?.key.virtualService ?? '',
  }
  const found = table.virtualServices.find(
    ({ namespace, name }) => namespace === place.namespace && name === place.name,
  )
  return found ?? { namespace: service.namespace, exportTo: [] }
}

/** Versions an intent names that no workload of the service has. */
export function unknownVersions(scene: ChangeScene, intent: PlannableIntent): string[] {
  const known = new Set(versionsOf(scene).map(({ version }) => version))
  return namedVersions(intent).filter((version) => !known.has(version))
}

/** Versions that some chosen route has no destination of, or one whose subset nobody defines. */
function versionsInNeed(scene: ChangeScene, chosen: readonly RouteCandidate[], intent: PlannableIntent): string[] {
  if (intent.kind === 'remove-mirror' || intent.kind === 'remove-tester-route') {
    return []
  }
  return namedVersions(intent).filter((version) =>
    chosen.some(
      (candidate) =>
        !sightsOf(scene, candidate).some(
          (sight) => sight.kind === 'version' && sight.version === version && sight.isUndefined !== true,
        ),
    ),
  )
}
