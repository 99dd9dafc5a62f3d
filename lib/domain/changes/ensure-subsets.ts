import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { isSame } from './canonical-text.ts'
import type { ChangeFinding } from './change-finding.ts'
import { isOwnObject, ownLabels, ownObjectName } from './change-names.ts'
import { type ChangeScene, freshObject, networkingApiVersion, objectName } from './change-scene.ts'
import { promisedSubsets, subsetOf } from './destination-version.ts'
import { hiddenBy } from './hidden-rules.ts'
import { specOf, writtenList, writtenOf } from './written-object.ts'

/** Who must see the subsets: `exportTo` as a VirtualService of this namespace says it. */
export interface RouteVisibility {
  namespace: string
  exportTo: readonly string[]
}

export interface EnsuredSubsets {
  /** The subset of each version asked for; a version whose pods no label tells apart has none. */
  subsets: Map<string, string>
  /** Our own DestinationRule, where it has to be written. */
  rule?: { before?: KubernetesObject; after: KubernetesObject }
  findings: ChangeFinding[]
}

/**
 * Subsets for versions, of those in force or new. New ones stand in a small DestinationRule of our own: Istio puts the
 * subsets of rules for one host in one namespace together (same exportTo), so nobody else's rule is touched. Where ours is
 * the first for the host it hides what held by a wildcard or the mesh's root namespace, which is therefore copied.
 */
export function ensureSubsets(
  scene: ChangeScene,
  versions: readonly string[],
  visibility: RouteVisibility,
): EnsuredSubsets {
  const known = new Map(versions.map((version) => [version, subsetOf(scene, version)]))
  const missing = versions.filter((version) => known.get(version) === undefined)
  const fresh = promisedSubsets(scene).filter(({ version }) => missing.includes(version))
  const findings: ChangeFinding[] = missing
    .filter((version) => !fresh.some((one) => one.version === version))
    .map((version) => ({ rule: 'version-label-missing', severity: 'block', params: { version } }))
  const subsets = new Map(
    [...known, ...fresh.map(({ version, name }) => [version, name] as const)].flatMap(([version, name]) =>
      name === undefined ? [] : [[version, name]],
    ),
  )
  if (fresh.length === 0) {
    return { subsets, findings }
  }
  const { rule, findings: told } = ownRule(
    scene,
    fresh.map(({ name, labels }) => ({ name, labels })),
    visibility,
  )
  return { subsets, findings: [...findings, ...told], ...(rule !== undefined && { rule }) }
}

type Subsets = { name: string; labels: Record<string, string> }[]

function ownRule(
  scene: ChangeScene,
  subsets: Subsets,
  visibility: RouteVisibility,
): Pick<EnsuredSubsets, 'rule' | 'findings'> {
  const { namespace, name: service } = scene.service
  const name = ownObjectName(service)
  const there = scene.objects.find((object) => objectName(object) === `DestinationRule/${namespace}/${name}`)
  if (there !== undefined) {
    const before = freshObject(scene, there)
    return isOwnObject(before)
      ? { rule: { before, after: withSubsets(before, subsets) }, findings: [] }
      : { findings: [{ rule: 'name-taken', severity: 'block', params: { name: `${namespace}/${name}` } }] }
  }
  const { spec, findings } = firstSpec(scene, subsets, visibility)
  const after: KubernetesObject = {
    apiVersion: networkingApiVersion(scene),
    kind: 'DestinationRule',
    metadata: { name, namespace, labels: ownLabels(service) },
    spec,
  }
  return { rule: { after }, findings: [created(after), ...findings] }
}

function created({ metadata }: KubernetesObject): ChangeFinding {
  return {
    rule: 'creates-destination-rule',
    severity: 'info',
    params: { name: `${metadata.namespace}/${metadata.name}` },
  }
}

function withSubsets(object: KubernetesObject, subsets: Subsets): KubernetesObject {
  const spec = specOf(object)
  return { ...object, spec: { ...spec, subsets: [...writtenList(spec.subsets), ...subsets] } }
}

function firstSpec(scene: ChangeScene, subsets: Subsets, visibility: RouteVisibility) {
  const { host, service } = scene
  const { rules: inForce, policy, subsets: copied } = hiddenBy(scene)
  const beside = inForce.find((rule) => rule.host === host && rule.namespace === service.namespace)
  if (beside !== undefined) {
    return { spec: { host, ...exported(beside.exportTo), subsets }, findings: [] }
  }
  const exportTo = exportedFrom(visibility, service.namespace)
  const names = inForce.map(({ namespace, name }) => `${namespace}/${name}`)
  const findings: ChangeFinding[] = [
    ...(policy !== undefined || copied.length > 0
      ? [{ rule: 'policy-copied' as const, severity: 'info' as const, params: { names } }]
      : []),
    ...inForce
      .filter((rule) => !isSame(exportedFrom(rule, service.namespace).toSorted(), exportTo.toSorted()))
      .map(({ namespace, name }) => ({
        rule: 'visibility-differs' as const,
        severity: 'warn' as const,
        params: { name: `${namespace}/${name}` },
      })),
  ]
  return {
    spec: {
      host,
      ...exported(exportTo),
      ...(policy !== undefined && { trafficPolicy: writtenOf(policy) }),
      subsets: [...copied, ...subsets],
    },
    findings,
  }
}

function exported(exportTo: readonly string[]): { exportTo?: string[] } {
  return exportTo.length === 0 ? {} : { exportTo: [...exportTo] }
}

/** `exportTo` of an object as one of another namespace has to say it. */
function exportedFrom({ namespace, exportTo }: RouteVisibility, here: string): string[] {
  return exportTo.map((name) => (name === '.' && namespace !== here ? namespace : name))
}
