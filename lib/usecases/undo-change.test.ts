import { describe, expect, it } from 'vitest'
import type { ChangeIntent } from '../domain/changes/change-intent.ts'
import type { ChangeRecord } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import { agreed, type ChangeHouse, changeHouse, failing, firstWrite, halfEach } from '../testing/change-house.ts'
import { applyChange } from './apply-change.ts'
import { previewChange } from './preview-change.ts'
import { undoChange } from './undo-change.ts'

const ann = { name: 'ann' }
const bob = { name: 'bob' }

async function applied(house: ChangeHouse, intent: ChangeIntent = halfEach()): Promise<ChangeRecord> {
  return applyChange(house.ctx, ann, await agreed(house, intent))
}

const placeOf = ({ metadata: { namespace = '', name } }: ChangeRecord) => ({ namespace, name })

describe('undo', () => {
  it('puts back what was, in one go, and says who did', async () => {
    const house = changeHouse()
    const before = await house.read('VirtualService', 'pay', 'payments')
    const record = await applied(house)
    const begun = house.clock.now()
    const undo = await undoChange(house.ctx, bob, { ...placeOf(record), reason: 'it hurt' })
    expect(house.clock.now() - begun).toBeLessThan(2)
    expect((await house.read('VirtualService', 'pay', 'payments'))?.spec).toEqual(before?.spec)
    expect(undo).toMatchObject({ spec: { who: bob, reason: 'it hurt', undoes: record.metadata.name } })
    const { status } = await house.ctx.records.read({ cluster: 'demo', ...placeOf(record) })
    expect(status).toMatchObject({ phase: 'undone', undoneBy: undo.metadata.name, appliedAt: record.status?.appliedAt })
  })

  it('takes routes away before the subsets they name, and waits for the proxies between', async () => {
    const house = changeHouse()
    const record = await applied(house, firstWrite)
    const asked: string[] = []
    const { proxies } = house.ctx
    const watched: ChangeHouse['ctx'] = {
      ...house.ctx,
      proxies: {
        ...proxies,
        acknowledgement: (query, signal) => {
          asked.push(`${query.type} after ${house.sent.length}`)
          return proxies.acknowledgement(query, signal)
        },
      },
    }
    await undoChange(watched, ann, placeOf(record))
    expect(house.sent.slice(2)).toEqual([
      'remove VirtualService/shop/search',
      'remove DestinationRule/shop/exantas-search',
    ])
    expect(new Set(asked)).toEqual(new Set(['rds after 3']))
  })

  it('keeps what others did since', async () => {
    const house = changeHouse()
    const record = await applied(house)
    house.editOutside('VirtualService', 'payments', (spec) => ({
      ...spec,
      http: [{ ...(spec.http as object[])[0], timeout: '3s' }],
    }))
    await undoChange(house.ctx, ann, placeOf(record))
    const spec = (await house.read('VirtualService', 'pay', 'payments'))?.spec
    expect(spec).toMatchObject({ http: [{ timeout: '3s', route: [{ weight: 75 }, { weight: 25 }] }] })
  })

  it('reads and plans again when somebody writes at the same moment', async () => {
    const stale = { kind: 'VirtualService', namespace: 'pay', name: 'payments', reason: 'stale' }
    const house = changeHouse(failing({ nth: 2, code: 'conflict', params: stale }))
    const record = await applied(house)
    await undoChange(house.ctx, ann, placeOf(record))
    const phases = (await house.ctx.records.list({})).map(({ status }) => status?.phase)
    expect(phases.toSorted()).toEqual(['applied', 'failed', 'undone'])
  })

  it('changes nothing when asked again, or where nothing is left', async () => {
    const house = changeHouse()
    const record = await applied(house)
    await undoChange(house.ctx, ann, placeOf(record))
    const again = await undoChange(house.ctx, ann, placeOf(record))
    expect(again).toMatchObject({ metadata: { name: record.metadata.name }, status: { phase: 'undone' } })
    expect(house.sent).toHaveLength(2)
    const other = await applied(house)
    house.editOutside('VirtualService', 'payments', (spec) => ({
      ...spec,
      http: [{ route: [{ destination: { host: 'payments' } }] }],
    }))
    expect(await undoChange(house.ctx, ann, placeOf(other))).toMatchObject({ status: { phase: 'undone' } })
    expect(house.sent).toHaveLength(3)
  })

  it('works with Prometheus stopped', async () => {
    const house = changeHouse()
    const record = await applied(house)
    const down = () => Promise.reject(new AppError('unavailable', { source: 'prometheus' }))
    const ctx = { ...house.ctx, metrics: { ...house.ctx.metrics, edgeTraffic: down, requestCounts: down } }
    const begun = house.clock.now()
    await undoChange(ctx, ann, placeOf(record))
    expect(house.clock.now() - begun).toBeLessThan(2)
  })

  it('is previewed like any change', async () => {
    const house = changeHouse()
    const { metadata } = await applied(house)
    const intent: ChangeIntent = { kind: 'undo', namespace: 'pay', service: 'payments', record: metadata.name }
    const preview = await previewChange(house.ctx, intent)
    expect(preview.writes).toHaveLength(1)
    const undo = await applyChange(house.ctx, ann, { ...intent, resourceVersions: preview.resourceVersions })
    expect(undo.spec.undoes).toBe(metadata.name)
    const { status } = await house.ctx.records.read({ cluster: 'demo', namespace: 'pay', name: metadata.name })
    expect(status?.phase).toBe('undone')
  })

  it('says that there is no such change', async () => {
    const { ctx } = changeHouse()
    await expect(undoChange(ctx, ann, { namespace: 'pay', name: 'none' })).rejects.toMatchObject({ code: 'not-found' })
  })
})
