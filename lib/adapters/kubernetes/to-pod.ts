import type { MeshPod } from '../../domain/mesh/inventory.ts'
import { canonicalName } from './canonical-name.ts'
import { type ObjectKey, objectKey } from './object-key.ts'
import { type PodMeshFacts, podMeshFacts } from './pod-mesh-facts.ts'
import { type PodOwner, podOwner } from './pod-owner.ts'
import { integer, list, record, text, textMap } from './read-json.ts'

export interface PodRecord extends ObjectKey, PodMeshFacts {
  owner: PodOwner
  labels: Record<string, string>
  phase: string
  isReady: boolean
  restarts: number
}

/** Keeps of a pod what the console shows: neither environment nor annotations nor volumes stay in memory. */
export function trimPod(object: unknown): PodRecord | undefined {
  const key = objectKey(object)
  if (key === undefined) {
    return undefined
  }
  const metadata = record(record(object).metadata)
  const status = record(record(object).status)
  const labels = textMap(metadata.labels)
  return {
    ...key,
    ...podMeshFacts(object),
    owner: podOwner(metadata, labels),
    labels,
    phase: text(status.phase) ?? 'Unknown',
    isReady: text(metadata.deletionTimestamp) === undefined && isReady(status),
    restarts: restarts(status),
  }
}

function isReady(status: Record<string, unknown>): boolean {
  return list(status.conditions).some((item) => record(item).type === 'Ready' && record(item).status === 'True')
}

function restarts(status: Record<string, unknown>): number {
  const native = list(status.initContainerStatuses).filter((item) => record(record(item).state).running !== undefined)
  return [...list(status.containerStatuses), ...native].reduce<number>(
    (sum, item) => sum + (integer(record(item).restartCount) ?? 0),
    0,
  )
}

export function toPod(pod: PodRecord, cluster: string): MeshPod {
  return {
    cluster,
    namespace: pod.namespace,
    name: pod.name,
    workload: pod.owner.name,
    ...canonicalName(pod.labels, pod.owner.name),
    phase: pod.phase,
    isReady: pod.isReady,
    restarts: pod.restarts,
    hasSidecar: pod.membership === 'sidecar',
  }
}
