import { qualifiedHost } from '../routing/host-name.ts'
import { type ChangeFinding, changeFinding } from './change-finding.ts'
import type { PlannableIntent } from './change-intent.ts'
import { isTesterRouteName } from './change-names.ts'
import type { ChangeScene } from './change-scene.ts'
import { type DestinationSight, destinationSight, versionsOf } from './destination-version.ts'
import { withMirror, withoutMirror } from './edit-mirror.ts'
import { editSplit } from './edit-split.ts'
import { findRoute } from './find-route.ts'
import type { RouteCandidate } from './route-candidates.ts'
import { headersAlreadyMatched, testerHeaders, testerRoute, withTesterRoute } from './tester-route.ts'
import { numberOf, textOf, type Written, writtenList, writtenOf } from './written-object.ts'

/** A route and what is to be done to it. */
export interface RouteQuestion {
  scene: ChangeScene
  intent: PlannableIntent
  candidate: RouteCandidate
  /** Of the versions that have one. */
  subsets: ReadonlyMap<string, string>
}

export interface EditedRoute {
  /** All routes of the object. */
  http: Written[]
  /** What the route has become, or the tester's that stands before it; undefined where it is gone or refused. */
  became: Written | undefined
  findings: ChangeFinding[]
}

/** A route among those of its object as they are now. */
interface Place {
  http: readonly Written[]
  at: number
  route: Written
}

/** Envoy adds weights up in 32 bits. */
const maxWeight = 2 ** 31 - 1

/** An object's routes with an intent carried out on one of them; as they were, with a finding that blocks, if it cannot. */
export function editRoute(question: RouteQuestion, http: readonly Written[]): EditedRoute {
  const { candidate, intent } = question
  const at = findRoute(http, candidate.key)
  const route = typeof at === 'number' ? http[at] : undefined
  if (typeof at !== 'number' || route === undefined) {
    return refused(http, at === 'ambiguous' ? 'route-ambiguous' : 'route-gone', { name: candidate.key.virtualService })
  }
  const place = { http, at, route }
  switch (intent.kind) {
    case 'set-weights':
      return splitRoute(question, place, intent.weights)
    case 'add-tester-route':
      return addTester(question, place, testerHeaders(intent.match), intent.version)
    case 'remove-tester-route':
      return removeTester(question, place)
    case 'set-mirror':
      return setMirror(question, place, intent.version, intent.percentage)
    case 'remove-mirror':
      return removeMirror(question, place, intent.version)
  }
}

function refused(http: readonly Written[], rule: ChangeFinding['rule'], params: ChangeFinding['params']): EditedRoute {
  return { http: [...http], became: undefined, findings: [changeFinding(rule, 'block', params)] }
}

function replaced({ http, at }: Place, route: Written, findings: ChangeFinding[] = []): EditedRoute {
  return { http: http.with(at, route), became: route, findings }
}

function splitRoute(question: RouteQuestion, place: Place, weights: Record<string, number>): EditedRoute {
  const { scene, candidate } = question
  const split = editSplit(place.route, {
    shares: new Map(Object.entries(weights).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    sights: sightsOf(scene, candidate),
    readyVersions: versionsOf(scene).flatMap(({ version, readyPods }) => (readyPods > 0 ? [version] : [])),
    destinationOf: (version, like) => newDestination(question, version, like),
  })
  if ('rule' in split) {
    const name = candidate.key.virtualService
    return refused(place.http, split.rule, { name, ...('versions' in split && { names: split.versions }) })
  }
  const total = writtenList(split.route.route).reduce((sum, { weight }) => sum + (numberOf(weight) ?? 0), 0)
  return replaced(place, split.route, [
    ...(total > maxWeight ? [changeFinding('weights-too-large', 'block', { total })] : []),
    ...(split.scale > 1 ? [changeFinding('weights-scaled', 'info', { scale: split.scale, total })] : []),
    ...(split.hasOwnHeaders ? [changeFinding('destination-headers-differ', 'warn', { names: split.added })] : []),
  ])
}

function addTester(
  question: RouteQuestion,
  { http, at, route }: Place,
  headers: Written,
  version: string,
): EditedRoute {
  const taken = headersAlreadyMatched(route, headers)
  if (taken.length > 0) {
    return refused(http, 'header-already-matched', { names: taken })
  }
  const tester = testerRoute(route, headers, versionEntry(question, route, version))
  const isMirrored = route.mirror !== undefined || route.mirrors !== undefined
  return {
    http: withTesterRoute(http, at, tester),
    became: tester,
    findings: [
      changeFinding('header-must-travel', 'info', { names: Object.keys(headers) }),
      ...(isMirrored ? [changeFinding('tester-mirrored', 'warn', {})] : []),
    ],
  }
}

function removeTester({ candidate }: RouteQuestion, { http, at }: Place): EditedRoute {
  return isTesterRouteName(candidate.key.name)
    ? { http: http.toSpliced(at, 1), became: undefined, findings: [] }
    : refused(http, 'not-a-tester-route', { route: candidate.key.name ?? '' })
}

function setMirror(question: RouteQuestion, place: Place, version: string, percentage: number): EditedRoute {
  const destination = writtenOf(versionEntry(question, place.route, version).destination)
  const mirrored = withMirror(place.route, destination, percentage, leadsTo(question, version))
  return mirrored === undefined
    ? refused(place.http, 'mirror-taken', { host: textOf(writtenOf(place.route.mirror).host) ?? '' })
    : replaced(place, mirrored, [changeFinding('mirror-answers-ignored', 'info', { version })])
}

function removeMirror(question: RouteQuestion, place: Place, version: string): EditedRoute {
  const cleared = withoutMirror(place.route, leadsTo(question, version))
  return cleared === undefined ? refused(place.http, 'not-mirrored', { version }) : replaced(place, cleared)
}

function leadsTo({ scene, candidate }: RouteQuestion, version: string) {
  return (destination: Written): boolean => {
    const subset = textOf(destination.subset)
    const sight = destinationSight(scene, {
      host: qualifiedHost(textOf(destination.host) ?? '', candidate.key.namespace),
      ...(subset !== undefined && { subset }),
    })
    return isVersion(version)(sight)
  }
}

/** The route's own entry for a version, alone in its route; else a new one. */
function versionEntry(question: RouteQuestion, base: Written, version: string): Written {
  const entries = writtenList(base.route)
  const sights = sightsOf(question.scene, question.candidate)
  const own = entries[sights.findIndex(isVersion(version))]
  if (own !== undefined) {
    return { ...own, weight: 100 }
  }
  const whole = entries[sights.findIndex(({ kind }) => kind === 'whole')]
  const like = whole ?? entries[sights.findIndex(({ kind }) => kind === 'version')]
  return { ...whole, destination: newDestination(question, version, writtenOf(like?.destination)), weight: 100 }
}

/** The subset of a version, on the host and port that a like destination of the route is written with. */
function newDestination({ scene, subsets, candidate }: RouteQuestion, version: string, like: Written): Written {
  const host = textOf(like.host)
  const isSameHost = host !== undefined && qualifiedHost(host, candidate.key.namespace) === scene.host
  return {
    host: isSameHost ? host : scene.host,
    subset: subsets.get(version) ?? version,
    ...(isSameHost && like.port !== undefined && { port: like.port }),
  }
}

/** What each destination of a route is to the service, in their order. */
export function sightsOf(scene: ChangeScene, { route }: RouteCandidate): DestinationSight[] {
  return (route.route ?? []).map(({ destination }) => destinationSight(scene, destination))
}

function isVersion(version: string) {
  return (sight: DestinationSight) => sight.kind === 'version' && sight.version === version
}
