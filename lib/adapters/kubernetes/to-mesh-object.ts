import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { type ObjectKey, objectKey } from './object-key.ts'
import { list, record, text, textMap } from './read-json.ts'

export type ObjectRecord = ObjectKey & Omit<MeshObject, 'cluster'>

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/** Takes an Istio or Gateway API object whole, but for `status`, `managedFields` and kubectl's second copy of it. */
export function trimMeshObject(apiVersion: string, kind: string): (object: unknown) => ObjectRecord | undefined {
  return (object) => {
    const key = objectKey(object)
    if (key === undefined) {
      return undefined
    }
    const metadata = record(record(object).metadata)
    const { [lastApplied]: _, ...annotations } = textMap(metadata.annotations)
    return {
      ...key,
      apiVersion,
      kind,
      labels: textMap(metadata.labels),
      annotations,
      createdAt: text(metadata.creationTimestamp) ?? '',
      ...lastChange(metadata.managedFields),
      resourceVersion: text(metadata.resourceVersion) ?? '',
      spec: record(record(object).spec),
    }
  }
}

/** The youngest entry of `managedFields` that is not about a subresource; equal times: the later entry. */
function lastChange(managedFields: unknown): Pick<ObjectRecord, 'changedAt' | 'changedBy'> {
  let last: { changedAt: string; changedBy?: string } | undefined
  for (const entry of list(managedFields).map(record)) {
    const changedAt = text(entry.subresource) === undefined ? text(entry.time) : undefined
    const changedBy = text(entry.manager)
    if (changedAt !== undefined && (last === undefined || Date.parse(changedAt) >= Date.parse(last.changedAt))) {
      last = { changedAt, ...(changedBy !== undefined && { changedBy }) }
    }
  }
  return last ?? {}
}

export function toMeshObject(object: ObjectRecord, cluster: string): MeshObject {
  return { cluster, ...object }
}
