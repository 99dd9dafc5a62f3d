import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { qualifiedHost } from '../routing/host-name.ts'
import type { DraftObject } from './change-draft.ts'
import { isOwnObject, ownObjectName } from './change-names.ts'
import { type ChangeScene, freshObject, objectName } from './change-scene.ts'
import { specOf, textOf, writtenList } from './written-object.ts'

/**
 * Our DestinationRule for the service without subsets that no VirtualService leads to any more, or not at all where none
 * is left; undefined where there is nothing to take away. One that carries a policy copied from what it hides stays whole
 * while any of its subsets is used.
 */
export function withoutUnusedSubsets(scene: ChangeScene): DraftObject | undefined {
  const { namespace, name } = scene.service
  const reference = { kind: 'DestinationRule', namespace, name: ownObjectName(name) }
  const there = scene.objects.find((object) => objectName(object) === objectName(reference))
  const before = there === undefined ? undefined : freshObject(scene, there)
  if (before === undefined || !isOwnObject(before)) {
    return undefined
  }
  const subsets = writtenList(specOf(before).subsets)
  const used = usedSubsets(scene)
  const kept = subsets.filter((subset) => used.has(textOf(subset.name) ?? ''))
  if (kept.length === 0) {
    return { before }
  }
  const isMixed = specOf(before).trafficPolicy !== undefined
  return kept.length === subsets.length || isMixed ? undefined : { before, after: withSubsetList(before, kept) }
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
