import { ChangeRecord, changeRecordApiVersion, changeRecordKind } from '../../domain/changes/change-record.ts'
import { AppError, type ErrorCode } from '../../domain/errors.ts'
import { byNewest } from '../../domain/follow-up/by-newest.ts'
import type { ChangeRecords, RecordPlace } from '../../ports/change-records.ts'
import { demoClusterName } from './blueprint.ts'

/** Change records of the demo, gone with the process. */
export function demoRecords(): ChangeRecords {
  const records = new Map<string, ChangeRecord>()
  let version = 0

  const find = (place: RecordPlace): ChangeRecord => {
    const record = place.cluster === demoClusterName ? records.get(keyOf(place)) : undefined
    if (record === undefined) {
      throw failure('not-found', place, 'absent')
    }
    return record
  }
  const store = (record: ChangeRecord): ChangeRecord => {
    version += 1
    const stored = structuredClone({ ...record, metadata: { ...record.metadata, resourceVersion: String(version) } })
    records.set(keyOf({ namespace: record.metadata.namespace ?? '', name: record.metadata.name }), stored)
    return structuredClone(stored)
  }

  return {
    async list({ cluster, namespaces, service }, signal) {
      signal?.throwIfAborted()
      const isWanted = ({ spec, metadata }: ChangeRecord) =>
        (cluster === undefined || spec.cluster === cluster) &&
        (namespaces === undefined || namespaces.includes(metadata.namespace ?? '')) &&
        (service === undefined || spec.service === service)
      return structuredClone([...records.values()].filter(isWanted)).toSorted(byNewest)
    },
    async read(place, signal) {
      signal?.throwIfAborted()
      return structuredClone(find(place))
    },
    async create(spec, signal) {
      signal?.throwIfAborted()
      const { namespace } = spec.intent
      const name = `${spec.service}-${String(version + 1).padStart(5, '0')}`
      const kind = { apiVersion: changeRecordApiVersion, kind: changeRecordKind } as const
      return store(ChangeRecord.parse({ ...kind, metadata: { namespace, name, creationTimestamp: spec.at }, spec }))
    },
    async setStatus(record, status, signal) {
      signal?.throwIfAborted()
      const { cluster } = record.spec
      const place = { cluster, namespace: record.metadata.namespace ?? '', name: record.metadata.name }
      const known = find(place)
      if (known.metadata.resourceVersion !== record.metadata.resourceVersion) {
        throw failure('conflict', place, 'stale')
      }
      return store({ ...known, status })
    },
    async remove(place, signal) {
      signal?.throwIfAborted()
      records.delete(keyOf(place))
    },
  }
}

function keyOf({ namespace, name }: Omit<RecordPlace, 'cluster'>): string {
  return `${namespace}/${name}`
}

function failure(code: ErrorCode, { cluster, namespace, name }: RecordPlace, reason: string): AppError {
  return new AppError(code, { source: 'kubernetes', cluster, kind: changeRecordKind, namespace, name, reason })
}
