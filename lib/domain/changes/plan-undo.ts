import { AppError } from '../errors.ts'
import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { hasLabels, subsetLabels } from '../routing/destination-rule.ts'
import { canonicalText, isSame } from './canonical-text.ts'
import type { DraftObject } from './change-draft.ts'
import type { ChangeFacts } from './change-facts.ts'
import type { ChangeFinding } from './change-finding.ts'
import type { UndoChange } from './change-intent.ts'
import type { ChangePlan } from './change-plan.ts'
import type { ChangeRecord, RecordedWrite } from './change-record.ts'
import { type ChangeScene, changeScene, objectName } from './change-scene.ts'
import { rulesFor, versionsOf } from './destination-version.ts'
import { blockingOwners, draftMistakes, draftOwners } from './judge-draft.ts'
import { noReadyPods } from './judge-versions.ts'
import { sceneOf, settled, withoutEmpty } from './plan-change.ts'
import { refuseBadIntent } from './refuse-bad-intent.ts'
import { type RouteCandidate, routeCandidates } from './route-candidates.ts'
import { routeClients, togetherAffected } from './route-clients.ts'
import type { DestinationShare } from './service-split.ts'
import { destinationShares, splitOfScene } from './service-split-of.ts'
import { undoDestinationRule, undoVirtualService } from './undo-object.ts'
import { usedSubsets } from './unused-subsets.ts'
import { httpRoutesOf, type Written } from './written-object.ts'

/**
 * How a recorded change is taken back from the objects as they are now: routes before rules, only what the change did,
 * everything others did since kept. No writes and `nothing-left` where nothing of it is there any more; a finding that
 * blocks where it cannot be told apart from what came later, or where requests would be sent to a version without ready
 * pods. Needs no traffic and no record's snapshot of anything but its own writes. Rejects as `planChange` does, and with
 * `invalid` (`other-record`) for the record of another service.
 */
export function planUndo(
  intent: UndoChange,
  record: Pick<ChangeRecord, 'metadata' | 'spec'>,
  facts: ChangeFacts,
): ChangePlan {
  refuseBadIntent(intent)
  refuseOtherRecord(intent, record)
  const scene = changeScene({ ...intent, cluster: record.spec.cluster }, facts)
  const { drafts, findings: told } = undoneDrafts(scene, record.spec.writes)
  const after = sceneOf(scene, drafts)
  const clients = routeClients(scene)
  const candidates = routeCandidates(scene, clients)
  const touched = candidates.filter((candidate) => isTouched(candidate, drafts))
  const laterCandidates = routeCandidates(after, routeClients(after))
  const moved = touched.map((candidate) => {
    const later = laterRoute(laterCandidates, candidate)
    return {
      now: destinationShares(scene, candidate.route.route ?? []),
      shares: destinationShares(after, later?.route.route ?? []),
      route: later?.key ?? candidate.key,
    }
  })
  const owners = draftOwners(scene, drafts)
  const findings = [
    ...told,
    ...moved.flatMap(({ now, shares }) => emptyTargets(after, now, shares)),
    ...draftMistakes(scene, after, drafts),
    ...blockingOwners(owners),
  ]
  return {
    intent,
    split: splitOfScene(scene, clients, candidates),
    chosen: touched.map(({ key }) => key),
    resulting: moved.map(({ route, shares }) => ({ route, shares })),
    ...settled(scene, drafts, findings, 'nothing-left'),
    owners,
    affected: togetherAffected(touched.map((candidate) => candidate.clients)),
  }
}

function refuseOtherRecord(intent: UndoChange, { metadata, spec }: Pick<ChangeRecord, 'metadata' | 'spec'>): void {
  if (metadata.name !== intent.record || metadata.namespace !== intent.namespace || spec.service !== intent.service) {
    throw new AppError('invalid', { what: intent.record, reason: 'other-record' })
  }
}

function undoneDrafts(
  scene: ChangeScene,
  writes: readonly RecordedWrite[],
): { drafts: DraftObject[]; findings: ChangeFinding[] } {
  const now = ({ object }: RecordedWrite): KubernetesObject | undefined => scene.fresh.get(objectName(object))
  const routes = writes
    .filter(({ object }) => object.kind === 'VirtualService')
    .map((write) => undoVirtualService(write, now(write), scene.host))
  const drafts = routes.flatMap(({ draft }) => (draft === undefined ? [] : [withoutEmpty(scene, draft)]))
  const used = usedSubsets(sceneOf(scene, drafts))
  const rules = writes
    .filter(({ object }) => object.kind === 'DestinationRule')
    .map((write) => undoDestinationRule(write, now(write), used))
  return {
    drafts: [...drafts, ...rules.flatMap(({ draft }) => (draft === undefined ? [] : [draft]))],
    findings: [...routes, ...rules].flatMap(({ findings }) => findings),
  }
}

function isTouched({ key, written }: RouteCandidate, drafts: readonly DraftObject[]): boolean {
  const draft = drafts.find(
    ({ before }) =>
      before?.kind === 'VirtualService' &&
      before.metadata.namespace === key.namespace &&
      before.metadata.name === key.virtualService,
  )
  return draft !== undefined && !httpRoutesOf(draft.after).some((route) => isSame(route, written))
}

/** The route once it is undone: of the same name and match; the default route where its object goes. */
function laterRoute(candidates: readonly RouteCandidate[], { key, written }: RouteCandidate) {
  const identity = (route: Written) => canonicalText([route.name, route.match])
  return (
    candidates.find(
      (other) =>
        !other.isUnwritten &&
        other.key.namespace === key.namespace &&
        other.key.virtualService === key.virtualService &&
        identity(other.written) === identity(written),
    ) ?? candidates.find(({ isUnwritten }) => isUnwritten)
  )
}

/** Where the service's requests would go more than now with nobody to answer: its workloads may be gone altogether. */
function emptyTargets(
  after: ChangeScene,
  now: readonly DestinationShare[],
  later: readonly DestinationShare[],
): ChangeFinding[] {
  const shareOf = (shares: readonly DestinationShare[], place: string) =>
    shares.filter((one) => placeOf(one) === place).reduce((sum, { share }) => sum + share, 0)
  const targets = new Map(later.map((one) => [placeOf(one), one]))
  return [...targets]
    .filter(([place]) => shareOf(later, place) > shareOf(now, place))
    .flatMap(([, target]) => emptyTarget(after, target))
}

function placeOf({ host, subset }: DestinationShare): string {
  return canonicalText([host, subset])
}

function emptyTarget(after: ChangeScene, { host, subset, version }: DestinationShare): ChangeFinding[] {
  const labels =
    host === after.host && subset !== undefined ? subsetLabels(rulesFor(after, after.service), subset) : undefined
  if (labels !== undefined) {
    return readyPodsOf(after, labels) > 0 ? [] : [noReadyPods(after, version ?? subset ?? '', labels)]
  }
  const isEmpty = versionsOf(after).some((one) => one.version === version && one.readyPods === 0)
  return isEmpty && version !== undefined ? [noReadyPods(after, version, { version })] : []
}

function readyPodsOf({ workloads }: ChangeScene, labels: Record<string, string>): number {
  return workloads
    .filter(({ podLabels }) => hasLabels(podLabels, labels))
    .reduce((sum, { readyPods }) => sum + readyPods, 0)
}
