import { list, own, record, text } from './read-json.ts'

/** The workload a pod is counted under. */
export interface PodOwner {
  kind: string
  name: string
}

const scheduledJob = /^(.+)-\d{8,10}$/

/**
 * The owner as Istio's injector names it in telemetry, found from the pod alone: a ReplicaSet that ends in the pod's
 * template hash is its Deployment (or Argo Rollout), a Job that ends in a schedule time is its CronJob, and a pod owned by
 * nobody, or by its node, stands for itself.
 */
export function podOwner(metadata: Record<string, unknown>, labels: Record<string, string>): PodOwner {
  const controller = list(metadata.ownerReferences)
    .map(record)
    .find((reference) => reference.controller === true)
  const kind = controller && text(controller.kind)
  const name = controller && text(controller.name)
  if (kind === undefined || name === undefined || kind === 'Node') {
    return { kind: 'Pod', name: text(metadata.name) ?? '' }
  }
  if (kind === 'ReplicaSet') {
    return (
      withoutHash(name, own(labels, 'rollouts-pod-template-hash'), 'Rollout') ??
      withoutHash(name, own(labels, 'pod-template-hash'), 'Deployment') ?? { kind, name }
    )
  }
  const scheduled = kind === 'Job' ? scheduledJob.exec(name)?.[1] : undefined
  return scheduled === undefined ? { kind, name } : { kind: 'CronJob', name: scheduled }
}

function withoutHash(name: string, hash: string | undefined, kind: string): PodOwner | undefined {
  const suffix = `-${hash}`
  return hash !== undefined && name.length > suffix.length && name.endsWith(suffix)
    ? { kind, name: name.slice(0, -suffix.length) }
    : undefined
}
