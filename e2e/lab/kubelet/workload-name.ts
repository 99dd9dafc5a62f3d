import type { PodMetadata } from './pod.ts'

/** Who made the pod: the Deployment behind a ReplicaSet, another controller by its name, or the pod itself. */
export function workloadName({ name, labels = {}, ownerReferences = [] }: PodMetadata): string {
  const owner = ownerReferences.find(({ controller }) => controller === true)
  if (owner === undefined) {
    return name
  }
  const hash = labels['pod-template-hash']
  return owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? owner.name.slice(0, -hash.length - 1)
    : owner.name
}
