import { ChangeRecord, changeRecordApiVersion, changeRecordKind } from '../../domain/changes/change-record.ts'
import { AppError, type ErrorCode } from '../../domain/errors.ts'
import { byNewest } from '../../domain/follow-up/by-newest.ts'
import type { ChangeRecords, RecordPlace } from '../../ports/change-records.ts'
import type { Clock } from '../../ports/clock.ts'
import { demoClusterName } from './blueprint.ts'
import { takenApart, wholeObject } from './stored-object.ts'
import type { DemoWorld } from './world.ts'

/** Change records as the demo's API server keeps them. */
export function demoRecords(world: DemoWorld, clock: Clock): ChangeRecords {
  let made = 0

  const all = () => world.listObjects(changeRecordKind, clock.now()).map((one) => ChangeRecord.parse(wholeObject(one)))
  const find = ({ namespace, name }: Pick<RecordPlace, 'namespace' | 'name'>): ChangeRecord | undefined =>
    all().find(({ metadata }) => metadata.namespace === namespace && metadata.name === name)
  const found = (place: RecordPlace): ChangeRecord => {
    const record = place.cluster === demoClusterName ? find(place) : undefined
    if (record === undefined) {
      throw failure('not-found', place, 'absent')
    }
    return record
  }
  const store = (record: ChangeRecord): ChangeRecord => {
    const { object, remainder } = takenApart(record)
    world.applyObject(object, clock.now(), { manager: 'exantas', remainder })
    return find(object) ?? record
  }

  return {
    async list({ cluster, namespaces, service }, signal) {
      signal?.throwIfAborted()
      const isWanted = ({ spec, metadata }: ChangeRecord) =>
        (cluster === undefined || spec.cluster === cluster) &&
        (namespaces === undefined || namespaces.includes(metadata.namespace ?? '')) &&
        (service === undefined || spec.service === service)
      return all().filter(isWanted).toSorted(byNewest)
    },
    async read(place, signal) {
      signal?.throwIfAborted()
      return found(place)
    },
    async create(spec, signal) {
      signal?.throwIfAborted()
      const { namespace } = spec.intent
      made += 1
      const name = `${spec.service}-${String(made).padStart(5, '0')}`
      const kind = { apiVersion: changeRecordApiVersion, kind: changeRecordKind } as const
      return store(ChangeRecord.parse({ ...kind, metadata: { namespace, name }, spec }))
    },
    async setStatus(record, status, signal) {
      signal?.throwIfAborted()
      const { cluster } = record.spec
      const place = { cluster, namespace: record.metadata.namespace ?? '', name: record.metadata.name }
      const known = found(place)
      if (known.metadata.resourceVersion !== record.metadata.resourceVersion) {
        throw failure('conflict', place, 'stale')
      }
      return store({ ...known, status })
    },
    async remove(place, signal) {
      signal?.throwIfAborted()
      if (find(place) !== undefined) {
        world.removeObject({ ...place, kind: changeRecordKind }, clock.now())
      }
    },
  }
}

function failure(code: ErrorCode, { cluster, namespace, name }: RecordPlace, reason: string): AppError {
  return new AppError(code, { source: 'kubernetes', cluster, kind: changeRecordKind, namespace, name, reason })
}
