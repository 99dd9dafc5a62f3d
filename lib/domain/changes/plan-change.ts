import { AppError } from '../errors.ts'
import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { readVirtualService } from '../routing/virtual-service.ts'
import { isSame } from './canonical-text.ts'
import { type DraftObject, draftReference, plannedWrites } from './change-draft.ts'
import type { ChangeFacts } from './change-facts.ts'
import type { ChangeFinding } from './change-finding.ts'
import { byGravity } from './change-finding.ts'
import type { ChangeIntent, PlannableIntent } from './change-intent.ts'
import type { ChangePlan } from './change-plan.ts'
import { type ChangeScene, changeScene, sceneWith } from './change-scene.ts'
import { chooseRoutes } from './choose-routes.ts'
import { saysNothing } from './default-virtual-service.ts'
import { editObjects } from './edit-objects.ts'
import { routeKeyOf } from './find-route.ts'
import { blockingOwners, draftMistakes, draftOwners } from './judge-draft.ts'
import { judgeSituation } from './judge-situation.ts'
import { judgeVersions } from './judge-versions.ts'
import { refuseBadIntent } from './refuse-bad-intent.ts'
import { type RouteCandidate, routeCandidates } from './route-candidates.ts'
import { routeClients, togetherAffected } from './route-clients.ts'
import { destinationShares, splitOfScene } from './service-split-of.ts'
import { withoutUnusedSubsets } from './unused-subsets.ts'
import { httpRoutesOf, type Written } from './written-object.ts'

/**
 * What an intent comes to on the objects as they are now: the writes in order, who is affected, the shares before and
 * after, and everything there is to say against it. Nothing nobody asked for changes: every field of every object that is
 * not the intent's stays deep-equal. Where something blocks there are no writes. The same intent on its own outcome has
 * none either. Rejects as `refuseBadIntent` does, with `not-found` where there is no such service, and with `invalid`
 * (`undo-needs-its-record`) for an undo, which `planUndo` plans.
 */
export function planChange(intent: ChangeIntent, facts: ChangeFacts): ChangePlan {
  refuseBadIntent(intent)
  if (intent.kind === 'undo') {
    throw new AppError('invalid', { what: intent.record, reason: 'undo-needs-its-record' })
  }
  const scene = changeScene(intent, facts)
  const clients = routeClients(scene)
  const candidates = routeCandidates(scene, clients)
  const { chosen, findings: refusals } = chooseRoutes(scene, candidates, intent)
  const edited = editObjects(scene, chosen, intent)
  const { drafts, findings: left } = withCleanUp(scene, edited.drafts, intent)
  const after = sceneOf(scene, drafts)
  const shares = edited.became.map((route, index) => sharesOf(after, chosen[index], route))
  const owners = draftOwners(scene, drafts)
  const impossible = [...refusals, ...judgeVersions(scene, after, intent, shares), ...edited.findings]
  const isPossible = !impossible.some(({ severity }) => severity === 'block')
  const findings = [
    ...impossible,
    ...(isPossible ? draftMistakes(scene, after, drafts) : []),
    ...blockingOwners(owners),
    ...left,
    ...judgeSituation(scene, { intent, chosen, candidates, clients, drafts }),
  ]
  return {
    intent,
    split: splitOfScene(scene, clients, candidates),
    chosen: chosen.map(({ key }) => key),
    resulting: resultingOf(drafts, chosen, edited.became, shares),
    ...settled(scene, drafts, findings),
    owners,
    affected: togetherAffected(chosen.map((candidate) => candidate.clients)),
  }
}

/** The writes, unless something blocks, and the findings in order. */
export function settled(
  scene: ChangeScene,
  drafts: readonly DraftObject[],
  findings: readonly ChangeFinding[],
  idle: ChangeFinding['rule'] = 'nothing-to-do',
): Pick<ChangePlan, 'writes' | 'findings'> {
  const isForbidden = findings.some(({ severity }) => severity === 'block')
  const writes = isForbidden ? [] : plannedWrites(scene, drafts)
  const nothing: ChangeFinding[] =
    writes.length === 0 && !isForbidden ? [{ rule: idle, severity: 'info', params: {} }] : []
  return { writes, findings: [...findings, ...nothing].toSorted(byGravity) }
}

/** The scene once a draft is written. */
export function sceneOf(scene: ChangeScene, drafts: readonly DraftObject[]): ChangeScene {
  return sceneWith(
    scene,
    drafts.map((draft) => ({ reference: draftReference(scene, draft), after: draft.after })),
  )
}

/** What a removal leaves without a purpose of ours goes too. */
function withCleanUp(
  scene: ChangeScene,
  drafts: readonly DraftObject[],
  intent: PlannableIntent,
): { drafts: DraftObject[]; findings: ChangeFinding[] } {
  if (intent.kind !== 'remove-mirror' && intent.kind !== 'remove-tester-route') {
    return { drafts: [...drafts], findings: [] }
  }
  const kept = drafts.map((draft) => withoutEmpty(scene, draft))
  const { draft, findings } = withoutUnusedSubsets(sceneOf(scene, kept))
  return { drafts: [...kept, ...(draft === undefined ? [] : [draft])], findings }
}

/** A VirtualService of ours that says no more than its absence is taken away. */
export function withoutEmpty({ host }: ChangeScene, { before, after }: DraftObject): DraftObject {
  const isEmpty = after?.kind === 'VirtualService' && saysNothing(after, host)
  return { before, after: isEmpty ? undefined : after }
}

function sharesOf(after: ChangeScene, candidate: RouteCandidate | undefined, route: Written | undefined) {
  if (candidate === undefined || route === undefined) {
    return []
  }
  const { namespace, virtualService: name } = candidate.key
  const [read] = readRoute(after, namespace, name, route)
  return destinationShares(after, read?.route ?? [])
}

function readRoute({ cluster }: ChangeScene, namespace: string, name: string, route: Written) {
  const shell = {
    cluster,
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    namespace,
    name,
    labels: {},
    annotations: {},
    createdAt: '',
    resourceVersion: '',
  }
  return readVirtualService({ ...shell, spec: { http: [route] } })?.http ?? []
}

function resultingOf(
  drafts: readonly DraftObject[],
  chosen: readonly RouteCandidate[],
  became: readonly (Written | undefined)[],
  shares: readonly ChangePlan['resulting'][number]['shares'][],
): ChangePlan['resulting'] {
  return chosen.flatMap(({ key }, position) => {
    const route = became[position]
    const object = drafts.find(({ after }) => isAt(after, key))?.after
    const index = route === undefined ? -1 : httpRoutesOf(object).findIndex((one) => isSame(one, route))
    const place = { namespace: key.namespace, name: key.virtualService }
    return [
      {
        route: route === undefined ? key : routeKeyOf(place, route, Math.max(0, index)),
        shares: shares[position] ?? [],
      },
    ]
  })
}

function isAt(object: KubernetesObject | undefined, key: { namespace: string; virtualService: string }): boolean {
  return (
    object?.kind === 'VirtualService' &&
    object.metadata.namespace === key.namespace &&
    object.metadata.name === key.virtualService
  )
}
