import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { hasLabels, subsetLabels } from '../routing/destination-rule.ts'
import { qualifiedHost } from '../routing/host-name.ts'
import type { DraftObject } from './change-draft.ts'
import { type ChangeFinding, changeFinding } from './change-finding.ts'
import type { PlannableIntent } from './change-intent.ts'
import { type ChangeScene, freshObject, objectName } from './change-scene.ts'
import { isTester, namedVersions } from './choose-routes.ts'
import { defaultVirtualService } from './default-virtual-service.ts'
import { type DestinationSight, destinationSight, rulesFor, versionsOf } from './destination-version.ts'
import { withMirror, withoutMirror } from './edit-mirror.ts'
import { editSplit } from './edit-split.ts'
import { ensureSubsets, type RouteVisibility } from './ensure-subsets.ts'
import { findRoute } from './find-route.ts'
import type { RouteCandidate } from './route-candidates.ts'
import { headersAlreadyMatched, testerHeaders, testerRoute, withTesterRoute } from './tester-route.ts'
import {
  httpRoutesOf,
  numberOf,
  textOf,
  type Written,
  withHttpRoutes,
  writtenList,
  writtenOf,
} from './written-object.ts'

/** What an intent makes of the objects, before anything is checked. */
export interface EditedObjects {
  drafts: DraftObject[]
  findings: ChangeFinding[]
  /** The route each chosen one has become, as it stands in its draft; undefined where it is gone. */
  became: (Written | undefined)[]
}

interface EditedRoute {
  http: Written[]
  became: Written | undefined
  findings: ChangeFinding[]
}

interface Editor {
  scene: ChangeScene
  intent: PlannableIntent
  subsets: ReadonlyMap<string, string>
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
  const editor = { scene, intent, subsets: ensured.subsets }
  const objects = new Map<string, DraftObject & { after: KubernetesObject }>()
  const became: (Written | undefined)[] = []
  const findings = [...ensured.findings]
  for (const candidate of chosen) {
    const name = objectName({
      kind: 'VirtualService',
      namespace: candidate.key.namespace,
      name: candidate.key.virtualService,
    })
    const draft = objects.get(name) ?? firstDraft(scene, candidate)
    const edited = editedRoute(editor, candidate, httpRoutesOf(draft.after))
    objects.set(name, { ...draft, after: withHttpRoutes(draft.after, edited.http) })
    became.push(edited.became)
    findings.push(...edited.findings)
  }
  const rule = findings.some(({ severity }) => severity === 'block') ? undefined : ensured.rule
  return { drafts: [...(rule === undefined ? [] : [rule]), ...objects.values()], findings, became }
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

function sightsOf(scene: ChangeScene, { route }: RouteCandidate): DestinationSight[] {
  return (route.route ?? []).map(({ destination }) => destinationSight(scene, destination))
}

function isVersion(version: string) {
  return (sight: DestinationSight) => sight.kind === 'version' && sight.version === version
}

function editedRoute(editor: Editor, candidate: RouteCandidate, http: readonly Written[]): EditedRoute {
  const at = findRoute(http, candidate.key)
  const route = typeof at === 'number' ? http[at] : undefined
  if (typeof at !== 'number' || route === undefined) {
    return refused(http, at === 'ambiguous' ? 'route-ambiguous' : 'route-gone', { name: candidate.key.virtualService })
  }
  const { intent } = editor
  switch (intent.kind) {
    case 'set-weights':
      return splitRoute(editor, candidate, http, at, route, intent.weights)
    case 'add-tester-route':
      return addTester(editor, candidate, http, at, route, testerHeaders(intent.match), intent.version)
    case 'remove-tester-route':
      return isTester(candidate)
        ? { http: http.filter((_, index) => index !== at), became: undefined, findings: [] }
        : refused(http, 'not-a-tester-route', { route: candidate.key.name ?? '' })
    case 'set-mirror':
    case 'remove-mirror':
      return mirrorRoute(editor, candidate, http, at, route)
  }
}

function refused(http: readonly Written[], rule: ChangeFinding['rule'], params: ChangeFinding['params']): EditedRoute {
  return { http: [...http], became: undefined, findings: [{ rule, severity: 'block', params }] }
}

function replaced(http: readonly Written[], at: number, route: Written, findings: ChangeFinding[] = []): EditedRoute {
  return { http: http.map((one, index) => (index === at ? route : one)), became: route, findings }
}

function splitRoute(
  editor: Editor,
  candidate: RouteCandidate,
  http: readonly Written[],
  at: number,
  route: Written,
  weights: Record<string, number>,
): EditedRoute {
  const { scene } = editor
  const shares = new Map(Object.entries(weights).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const split = editSplit(route, {
    shares,
    sights: sightsOf(scene, candidate),
    readyVersions: versionsOf(scene).flatMap(({ version, readyPods }) => (readyPods > 0 ? [version] : [])),
    destinationOf: (version, like) => newDestination(editor, candidate, version, like),
  })
  if ('rule' in split) {
    return refused(http, split.rule, 'versions' in split ? { names: split.versions } : {})
  }
  const total = writtenList(split.route.route).reduce((sum, { weight }) => sum + (numberOf(weight) ?? 0), 0)
  const findings: ChangeFinding[] = [
    ...(total > maxWeight ? [changeFinding('weights-too-large', 'block', { total })] : []),
    ...(split.scale > 1 ? [changeFinding('weights-scaled', 'info', { scale: split.scale, total })] : []),
    ...(split.hasOwnHeaders ? [changeFinding('destination-headers-differ', 'warn', { names: split.added })] : []),
  ]
  return replaced(http, at, split.route, findings)
}

/** Envoy adds weights up in 32 bits. */
const maxWeight = 2 ** 31 - 1

function addTester(
  editor: Editor,
  candidate: RouteCandidate,
  http: readonly Written[],
  at: number,
  base: Written,
  headers: Written,
  version: string,
): EditedRoute {
  const taken = headersAlreadyMatched(base, headers)
  if (taken.length > 0) {
    return refused(http, 'header-already-matched', { names: taken })
  }
  const tester = testerRoute(base, headers, versionEntry(editor, candidate, base, version))
  const isMirrored = base.mirror !== undefined || base.mirrors !== undefined
  const findings: ChangeFinding[] = [
    changeFinding('header-must-travel', 'info', { names: Object.keys(headers) }),
    ...(isMirrored ? [changeFinding('tester-mirrored', 'warn', {})] : []),
  ]
  return { http: withTesterRoute(http, at, tester), became: tester, findings }
}

/** The route's own entry for a version, alone in its route; else a new one. */
function versionEntry(editor: Editor, candidate: RouteCandidate, base: Written, version: string): Written {
  const entries = writtenList(base.route)
  const sights = sightsOf(editor.scene, candidate)
  const own = entries[sights.findIndex(isVersion(version))]
  if (own !== undefined) {
    return { ...own, weight: 100 }
  }
  const whole = entries[sights.findIndex(({ kind }) => kind === 'whole')]
  const like = writtenOf((whole ?? entries[sights.findIndex(({ kind }) => kind === 'version')])?.destination)
  return { ...whole, destination: newDestination(editor, candidate, version, like), weight: 100 }
}

function mirrorRoute(
  editor: Editor,
  candidate: RouteCandidate,
  http: readonly Written[],
  at: number,
  route: Written,
): EditedRoute {
  const { scene, intent } = editor
  if (intent.kind !== 'set-mirror' && intent.kind !== 'remove-mirror') {
    return refused(http, 'not-mirrored', {})
  }
  const { version } = intent
  const isMeant = (destination: Written) => isVersion(version)(writtenSight(scene, candidate, destination))
  if (intent.kind === 'remove-mirror') {
    const cleared = withoutMirror(route, isMeant)
    return cleared === undefined ? refused(http, 'not-mirrored', { version }) : replaced(http, at, cleared)
  }
  const destination = writtenOf(versionEntry(editor, candidate, route, version).destination)
  const mirrored = withMirror(route, destination, intent.percentage, isMeant)
  return mirrored === undefined
    ? refused(http, 'mirror-taken', { host: textOf(writtenOf(route.mirror).host) ?? '' })
    : replaced(http, at, mirrored, [changeFinding('mirror-answers-ignored', 'info', { version })])
}

function writtenSight(scene: ChangeScene, { key }: RouteCandidate, destination: Written): DestinationSight {
  const subset = textOf(destination.subset)
  return destinationSight(scene, {
    host: qualifiedHost(textOf(destination.host) ?? '', key.namespace),
    ...(subset !== undefined && { subset }),
  })
}

/** The subset of a version, on the host and port that a like destination of the route is written with. */
function newDestination({ scene, subsets }: Editor, { key }: RouteCandidate, version: string, like: Written): Written {
  const host = textOf(like.host)
  const isSameHost = host !== undefined && qualifiedHost(host, key.namespace) === scene.host
  return {
    host: isSameHost ? host : scene.host,
    subset: subsets.get(version) ?? version,
    ...(isSameHost && like.port !== undefined && { port: like.port }),
  }
}

/** Ready pods that a subset in force selects. */
export function readyPodsOf(scene: ChangeScene, subset: string): number {
  const labels = subsetLabels(rulesFor(scene, scene.service), subset)
  return labels === undefined
    ? 0
    : scene.workloads
        .filter(({ podLabels }) => hasLabels(podLabels, labels))
        .reduce((sum, { readyPods }) => sum + readyPods, 0)
}
