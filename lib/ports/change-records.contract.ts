import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChangeRecordSpec } from '../domain/changes/change-record.ts'
import type { ChangeRecords, RecordPlace } from './change-records.ts'

export interface RecordsFixture {
  records: ChangeRecords
  cluster: string
  namespace: string
  stop?(): Promise<void>
}

/** The law of the port `ChangeRecords`. */
export function changeRecordsContract(title: string, make: () => Promise<RecordsFixture>): void {
  describe(`ChangeRecords: ${title}`, () => {
    let fixture: RecordsFixture
    let moment = Date.parse('2026-11-21T10:00:00.000Z')
    beforeAll(async () => {
      fixture = await make()
    }, 120_000)
    afterAll(() => fixture?.stop?.())

    const aSpec = (service: string, fields: Partial<ChangeRecordSpec> = {}): ChangeRecordSpec => {
      const { cluster, namespace } = fixture
      moment += 1000
      const object = { cluster, apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace, name: service }
      return {
        who: { name: 'ann' },
        at: new Date(moment).toISOString(),
        cluster,
        service,
        intent: { kind: 'set-weights', namespace, service, weights: { v1: 90, v2: 10 } },
        writes: [
          {
            verb: 'create',
            object,
            after: { ...object, metadata: { name: service }, spec: { odd: [1, { a: null }] } },
          },
        ],
        ...fields,
      }
    }
    const placeOf = ({ metadata }: { metadata: { name: string } }): RecordPlace => {
      const { cluster, namespace } = fixture
      return { cluster, namespace, name: metadata.name }
    }

    it('keeps what is written down, whole, under a name of its own', async () => {
      const { records } = fixture
      const spec = aSpec('one')
      const [first, second] = [await records.create(spec), await records.create(spec)]
      expect(first.metadata.name).not.toBe(second.metadata.name)
      expect(await records.read(placeOf(first))).toEqual(first)
      expect(first.spec).toEqual(spec)
      expect(first.status).toBeUndefined()
    })

    it('lists the newest first, of one service or of all', async () => {
      const { records, cluster, namespace } = fixture
      const made = [
        await records.create(aSpec('listed')),
        await records.create(aSpec('other')),
        await records.create(aSpec('listed')),
      ]
      const own = await records.list({ cluster, namespaces: [namespace], service: 'listed' })
      expect(own.map(({ metadata }) => metadata.name)).toEqual([made[2], made[0]].map((one) => one?.metadata.name))
      const all = await records.list({})
      const names = new Set(made.map(({ metadata }) => metadata.name))
      const found = all.map(({ metadata }) => metadata.name).filter((name) => names.has(name))
      expect(found).toEqual(made.toReversed().map(({ metadata }) => metadata.name))
      expect(await records.list({ namespaces: ['no-such-namespace'] })).toEqual([])
    })

    it('notes how far a change has come, and leaves the rest alone', async () => {
      const { records } = fixture
      const record = await records.create(aSpec('noted'))
      const told = await records.setStatus(record, { phase: 'applied', resourceVersions: ['7'] })
      expect(told.status).toEqual({ phase: 'applied', resourceVersions: ['7'] })
      expect(await records.read(placeOf(record))).toEqual(told)
      expect(told.spec).toEqual(record.spec)
    })

    it('refuses word of somebody who has not heard the last', async () => {
      const { records } = fixture
      const record = await records.create(aSpec('stale'))
      await records.setStatus(record, { phase: 'applied' })
      const error = { code: 'conflict', params: { reason: 'stale' } }
      await expect(records.setStatus(record, { phase: 'failed' })).rejects.toMatchObject(error)
    })

    it('forgets one, however often it is told to', async () => {
      const { records } = fixture
      const record = await records.create(aSpec('gone'))
      await records.remove(placeOf(record))
      await records.remove(placeOf(record))
      await expect(records.read(placeOf(record))).rejects.toMatchObject({ code: 'not-found' })
    })

    it('rejects with the reason of the caller who stopped', async () => {
      const reason = new Error('tab closed')
      await expect(fixture.records.list({}, AbortSignal.abort(reason))).rejects.toBe(reason)
    })
  })
}
