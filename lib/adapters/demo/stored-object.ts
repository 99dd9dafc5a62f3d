import { isDeepStrictEqual } from 'node:util'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { KubernetesObject } from '../../domain/mesh/kubernetes-object.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import { demoClusterName } from './blueprint.ts'
import { hashText } from './unit-process.ts'

/** What of a Kubernetes object a `MeshObject` leaves out, and nobody but its writers sets. */
export interface Remainder {
  metadata: Record<string, unknown>
  fields: Record<string, unknown>
}

/** An object as the demo's API server keeps it. */
export interface StoredObject {
  object: MeshObject
  uid: string
  generation: number
  managedFields: { manager: string; operation: 'Update'; apiVersion: string; time: string }[]
  remainder: Remainder
}

interface Change {
  second: UnixSeconds
  resourceVersion: string
  manager: string
  /** Absent: as before. */
  remainder?: Remainder
}

/** What becomes of an object when `object` is stored in its place; the same object when that changes nothing. */
export function storedAfter(before: StoredObject | undefined, object: MeshObject, change: Change): StoredObject {
  const { second, resourceVersion, manager } = change
  const time = new Date(Math.floor(second) * 1000).toISOString().replace('.000', '')
  const next: StoredObject = {
    object: {
      ...object,
      createdAt: before?.object.createdAt ?? time,
      ...(before !== undefined && { changedAt: time, changedBy: manager }),
      resourceVersion,
    },
    uid: before?.uid ?? uidOf(object, resourceVersion),
    generation:
      before === undefined ? 1 : before.generation + Number(!isDeepStrictEqual(before.object.spec, object.spec)),
    managedFields: [
      ...(before?.managedFields.filter((one) => one.manager !== manager) ?? []),
      { manager, operation: 'Update', apiVersion: object.apiVersion, time },
    ],
    remainder: change.remainder ?? before?.remainder ?? { metadata: {}, fields: {} },
  }
  return before !== undefined && isDeepStrictEqual(contentOf(before), contentOf(next)) ? before : next
}

function contentOf({ object: whole, remainder }: StoredObject): object {
  const { resourceVersion: _version, changedAt: _at, changedBy: _by, ...object } = whole
  return { ...object, ...remainder }
}

/** The object as the API serves it: a copy that is the caller's own. */
export function wholeObject({ object, uid, generation, managedFields, remainder }: StoredObject): KubernetesObject {
  const { apiVersion, kind, namespace, name, labels, annotations, resourceVersion, createdAt, spec } = object
  return structuredClone({
    apiVersion,
    kind,
    metadata: {
      ...remainder.metadata,
      name,
      namespace,
      uid,
      ...(resourceVersion === '' ? {} : { resourceVersion }),
      generation,
      creationTimestamp: createdAt,
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      managedFields: managedFields.map((one) => ({
        ...one,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': Object.fromEntries(Object.keys(spec).map((field) => [`f:${field}`, {}])) },
      })),
    },
    spec,
    ...remainder.fields,
  })
}

/** An object that somebody wants stored, taken apart; what only the server sets is left out. */
export function takenApart(whole: KubernetesObject): { object: MeshObject; remainder: Remainder } {
  const { apiVersion, kind, metadata, spec, ...fields } = structuredClone(whole)
  const { name, namespace = '', labels, annotations, resourceVersion = '', ...rest } = metadata
  const { uid: _uid, generation: _generation, creationTimestamp: _created, managedFields: _managed, ...others } = rest
  return {
    object: {
      cluster: demoClusterName,
      apiVersion,
      kind,
      namespace,
      name,
      labels: labels ?? {},
      annotations: annotations ?? {},
      createdAt: '',
      resourceVersion,
      spec: typeof spec === 'object' && spec !== null ? { ...spec } : {},
    },
    remainder: { metadata: others, fields },
  }
}

function uidOf({ kind, namespace, name }: MeshObject, resourceVersion: string): string {
  const digits = [0, 1, 2, 3].map((part) =>
    (hashText(`${kind}/${namespace}/${name}/${resourceVersion}`, part) >>> 0).toString(16).padStart(8, '0'),
  )
  const [a = '', b = '', c = '', d = ''] = digits
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`
}
