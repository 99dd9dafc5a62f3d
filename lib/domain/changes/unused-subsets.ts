import { type KubernetesObject, referenceTo } from '../mesh/kubernetes-object.ts'
import { qualifiedHost } from '../routing/host-name.ts'
import { isSame } from './canonical-text.ts'
import type { DraftObject } from './change-draft.ts'
import { type ChangeFinding, changeFinding } from './change-finding.ts'
import { isOwnObject, ownObjectName, subsetNamesOf } from './change-names.ts'
import { type ChangeScene, freshObject, objectName, sceneWith } from './change-scene.ts'
import { hiddenBy } from './hidden-rules.ts'
import { versionLabels } from './version-label.ts'
import { specOf, textOf, type Written, without, writtenList, writtenOf } from './written-object.ts'

/**
 * Our DestinationRule for the service without subsets of ours that no VirtualService leads to any more, or not at all where
 * nothing else is left; no draft where there is nothing to take away. One that carries a policy stays whole while any of
 * its subsets is used. What others wrote into it keeps it, which is told; copies of what it hides do not.
 */
export function withoutUnusedSubsets(scene: ChangeScene): { draft?: DraftObject; findings: ChangeFinding[] } {
  const { namespace, name } = scene.service
  const reference = { kind: 'DestinationRule', namespace, name: ownObjectName(name) }
  const there = scene.objects.find((object) => objectName(object) === objectName(reference))
  const before = there === undefined ? undefined : freshObject(scene, there)
  if (before === undefined || !isOwnObject(before)) {
    return { findings: [] }
  }
  const subsets = writtenList(specOf(before).subsets)
  const used = usedSubsets(scene)
  const isUsed = (subset: Written) => used.has(textOf(subset.name) ?? '')
  const kept = subsets.filter((subset) => isUsed(subset) || !isOwnSubset(subset))
  const isInUse = kept.some(isUsed)
  if (!isInUse && isOnlyOurs(scene, before, kept)) {
    return { draft: { before }, findings: [] }
  }
  const findings = isInUse ? [] : [changeFinding('kept-edited', 'info', { name: `${namespace}/${reference.name}` })]
  const isWhole = isInUse && specOf(before).trafficPolicy !== undefined
  return kept.length === subsets.length || isWhole
    ? { findings }
    : { draft: { before, after: withSubsetList(before, kept) }, findings }
}

/** Exactly as a change writes one. */
function isOwnSubset({ name, labels, ...more }: Written): boolean {
  const [[label = '', version] = [], ...others] = Object.entries(writtenOf(labels))
  return (
    Object.keys(more).length === 0 &&
    others.length === 0 &&
    versionLabels.includes(label) &&
    typeof version === 'string' &&
    subsetNamesOf(version).some((own) => own === name)
  )
}

/** Whether the rule says no more than what a change writes into its first: a host, and copies of what it hides. */
function isOnlyOurs(scene: ChangeScene, rule: KubernetesObject, subsets: readonly Written[]): boolean {
  const { trafficPolicy, ...more } = without(specOf(rule), 'host', 'exportTo', 'subsets')
  const hidden = hiddenBy(sceneWith(scene, [{ reference: referenceTo(scene.cluster, rule) }]))
  return (
    Object.keys(more).length === 0 &&
    (trafficPolicy === undefined || isSame(trafficPolicy, hidden.policy)) &&
    subsets.every((subset) => hidden.subsets.some((other) => isSame(other, subset)))
  )
}

/** The rule with other subsets; all else is the same, field for field. */
export function withSubsetList(object: KubernetesObject, subsets: readonly unknown[]): KubernetesObject {
  return { ...object, spec: { ...specOf(object), subsets: [...subsets] } }
}

/** Names of the host's subsets that any VirtualService mentions, mirrors, TCP and TLS routes included. */
export function usedSubsets({ objects, host }: ChangeScene): Set<string> {
  const used = new Set<string>()
  for (const { kind, namespace, spec } of objects) {
    if (kind === 'VirtualService') {
      collect(spec, (named, subset) => {
        if (qualifiedHost(named, namespace) === host) {
          used.add(subset)
        }
      })
    }
  }
  return used
}

function collect(value: unknown, see: (host: string, subset: string) => void): void {
  if (typeof value !== 'object' || value === null) {
    return
  }
  if ('host' in value && 'subset' in value && typeof value.host === 'string' && typeof value.subset === 'string') {
    see(value.host, value.subset)
  }
  for (const inner of Object.values(value)) {
    collect(inner, see)
  }
}
