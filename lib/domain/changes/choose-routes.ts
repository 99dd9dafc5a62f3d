import { type ChangeFinding, changeFinding } from './change-finding.ts'
import type { PlannableIntent } from './change-intent.ts'
import { isTesterRouteName } from './change-names.ts'
import { type ChangeScene, objectName } from './change-scene.ts'
import { findRoute } from './find-route.ts'
import type { RouteCandidate } from './route-candidates.ts'
import type { RouteKey } from './route-key.ts'
import { preselectedRoute } from './service-split-of.ts'
import { writtenList } from './written-object.ts'

export interface RouteChoice {
  chosen: RouteCandidate[]
  findings: ChangeFinding[]
}

/** The routes an intent is about: those it names, else the preselected one. None without a finding that blocks. */
export function chooseRoutes(
  scene: ChangeScene,
  candidates: readonly RouteCandidate[],
  intent: PlannableIntent,
): RouteChoice {
  const asked = intent.route === undefined ? undefined : [intent.route].flat()
  if (asked === undefined) {
    const found = preselectedRoute(scene, candidates, namedVersions(intent))
    return found === undefined
      ? { chosen: [], findings: [changeFinding('no-splittable-route', 'block', { service: scene.service.name })] }
      : { chosen: [found], findings: [] }
  }
  const found = asked.map((key) => candidateOf(scene, candidates, key))
  const chosen = found.filter((one) => 'key' in one)
  return {
    chosen: chosen.filter((one, index) => chosen.indexOf(one) === index),
    findings: found.filter((one) => 'rule' in one),
  }
}

/** The versions an intent speaks of. */
export function namedVersions(intent: PlannableIntent): string[] {
  switch (intent.kind) {
    case 'set-weights':
      return Object.keys(intent.weights).sort()
    case 'remove-tester-route':
      return []
    default:
      return [intent.version]
  }
}

function candidateOf(
  scene: ChangeScene,
  candidates: readonly RouteCandidate[],
  key: RouteKey,
): RouteCandidate | ChangeFinding {
  const name = objectName({ kind: 'VirtualService', namespace: key.namespace, name: key.virtualService })
  const own = candidates.filter(
    (one) => one.key.namespace === key.namespace && one.key.virtualService === key.virtualService,
  )
  const unwritten = own.find(({ isUnwritten }) => isUnwritten)
  if (unwritten !== undefined) {
    return unwritten.key.name === key.name ? unwritten : changeFinding('route-gone', 'block', { name })
  }
  const object = scene.objects.find((one) => objectName(one) === name)
  if (object === undefined) {
    return changeFinding('route-gone', 'block', { name })
  }
  const at = findRoute(writtenList(object.spec.http), key)
  if (typeof at === 'string') {
    return changeFinding(at === 'gone' ? 'route-gone' : 'route-ambiguous', 'block', { name })
  }
  const found = own.find((one) => one.key.index === at)
  return found ?? changeFinding(own.length === 0 ? 'route-shadowed' : 'route-not-splittable', 'block', { name })
}

/** Whether a candidate is a tester's route of ours. */
export function isTester({ key }: RouteCandidate): boolean {
  return isTesterRouteName(key.name)
}
