import { hasLabels, subsetLabels } from '../routing/destination-rule.ts'
import { type ChangeFinding, changeFinding } from './change-finding.ts'
import type { PlannableIntent } from './change-intent.ts'
import { type ChangeScene, isIstioBefore } from './change-scene.ts'
import { rulesFor, versionsOf } from './destination-version.ts'
import { unknownVersions } from './edit-objects.ts'
import type { DestinationShare } from './service-split.ts'

/** What stands against sending requests to the versions an intent names; `routes` are the shares of each route once written. */
export function judgeVersions(
  scene: ChangeScene,
  after: ChangeScene,
  intent: PlannableIntent,
  routes: readonly (readonly DestinationShare[])[],
): ChangeFinding[] {
  const shares = routes.flat()
  const known = versionsOf(scene)
  const unknown = unknownVersions(scene, intent)
  const isRemoval = intent.kind === 'remove-mirror' || intent.kind === 'remove-tester-route'
  return [
    ...(isRemoval ? [] : unknown).map((version) =>
      changeFinding('version-unknown', 'block', { version, names: known.map((one) => one.version) }),
    ),
    ...wantedVersions(intent)
      .filter((version) => !unknown.includes(version))
      .flatMap((version) => emptyVersion(after, version, shares)),
    ...podsOutside(after, intent, shares),
    ...sumFindings(scene, intent, routes),
  ]
}

/** Versions that are to get requests. */
function wantedVersions(intent: PlannableIntent): string[] {
  switch (intent.kind) {
    case 'set-weights':
      return Object.entries(intent.weights).flatMap(([version, weight]) => (weight > 0 ? [version] : []))
    case 'add-tester-route':
      return [intent.version]
    case 'set-mirror':
      return intent.percentage > 0 ? [intent.version] : []
    default:
      return []
  }
}

/** A subset that selects no ready pod answers its whole share with 503 `UH`. */
function emptyVersion(after: ChangeScene, version: string, shares: readonly DestinationShare[]): ChangeFinding[] {
  const subset = shares.find((one) => one.version === version)?.subset
  const labels = subset === undefined ? undefined : subsetLabels(rulesFor(after, after.service), subset)
  const chosen = after.workloads.filter(
    (workload) => workload.version === version && hasLabels(workload.podLabels, labels ?? {}),
  )
  if (chosen.some(({ readyPods }) => readyPods > 0)) {
    return []
  }
  return [noReadyPods(after, version, labels ?? { version })]
}

/** That no ready pod of the service carries the labels by which a version is selected. */
export function noReadyPods(
  { service }: ChangeScene,
  version: string,
  labels: Readonly<Record<string, string>>,
): ChangeFinding {
  const selector = Object.entries({ ...service.selector, ...labels })
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')
  return changeFinding('no-ready-pods', 'block', { version, selector })
}

/** Ready pods that no destination of the routes reaches any more. */
function podsOutside(
  after: ChangeScene,
  intent: PlannableIntent,
  shares: readonly DestinationShare[],
): ChangeFinding[] {
  const own = shares.filter(({ host }) => host === after.host)
  if (intent.kind !== 'set-weights' || own.length === 0 || own.some(({ subset }) => subset === undefined)) {
    return []
  }
  const rules = rulesFor(after, after.service)
  const reached = own.map(({ subset = '' }) => subsetLabels(rules, subset)).filter((labels) => labels !== undefined)
  const ready = after.workloads.filter(({ readyPods }) => readyPods > 0)
  const outside = ready.filter(({ podLabels }) => !reached.some((labels) => hasLabels(podLabels, labels)))
  const count = (workloads: readonly { readyPods: number }[]) =>
    workloads.reduce((sum, { readyPods }) => sum + readyPods, 0)
  return outside.length === 0
    ? []
    : [
        changeFinding('pods-outside-subsets', 'warn', {
          names: outside.map(({ name }) => name).sort(),
          count: count(outside),
          total: count(ready),
        }),
      ]
}

/** Before 1.15 Istio's webhook refused a route whose weights do not sum to 100. */
function sumFindings(
  { istioVersion = '' }: ChangeScene,
  intent: PlannableIntent,
  routes: readonly (readonly DestinationShare[])[],
): ChangeFinding[] {
  if (intent.kind !== 'set-weights' || !isIstioBefore(istioVersion, 15)) {
    return []
  }
  const totals = routes
    .filter((shares) => shares.length > 1)
    .map((shares) => shares.reduce((sum, { weight = 0 }) => sum + weight, 0))
  return [...new Set(totals)]
    .filter((total) => total !== 100)
    .map((total) => changeFinding('sum-must-be-100', 'block', { total, version: istioVersion }))
}
