import { describe, expect, it, vi } from 'vitest'
import type { ChangeIntent } from '../domain/changes/change-intent.ts'
import { agreed, type ChangeHouse, changeHouse, failing, firstWrite, halfEach } from '../testing/change-house.ts'
import { applyChange } from './apply-change.ts'
import { resumeChanges } from './resume-changes.ts'
import { undoChange } from './undo-change.ts'

const ann = { name: 'ann' }
const all = () => true

/** A console that ends between two writes: it waits for the proxies for ever. */
async function killedBetween(house: ChangeHouse, act: (ctx: ChangeHouse['ctx']) => Promise<unknown>): Promise<void> {
  const reached = Promise.withResolvers<void>()
  const proxies: ChangeHouse['ctx']['proxies'] = {
    istioVersion: async () => undefined,
    acknowledgement: () => {
      reached.resolve()
      return new Promise(() => undefined)
    },
  }
  void act({ ...house.ctx, proxies })
  await reached.promise
}

describe('after a crash between two writes', () => {
  it('completes the same change, each object written once', async () => {
    const house = changeHouse()
    const request = await agreed(house, firstWrite)
    await killedBetween(house, (ctx) => applyChange(ctx, ann, request))
    expect(house.sent).toEqual(['create DestinationRule/shop/exantas-search'])
    const [resumed] = await resumeChanges(house.ctx, all)
    expect(resumed?.status).toMatchObject({
      phase: 'applied',
      resourceVersions: [expect.any(String), expect.any(String)],
    })
    expect(house.sent).toEqual(['create DestinationRule/shop/exantas-search', 'create VirtualService/shop/search'])
    expect(await resumeChanges(house.ctx, all)).toEqual([])
  })

  it('knows a write that was made but not noted any more', async () => {
    const house = changeHouse()
    const request = await agreed(house, firstWrite)
    const mute = { ...house.ctx.records, setStatus: () => new Promise<never>(() => undefined) }
    void applyChange({ ...house.ctx, records: mute }, ann, request)
    await vi.waitFor(() => expect(house.sent).toHaveLength(1))
    await resumeChanges(house.ctx, all)
    expect(house.sent).toEqual(['create DestinationRule/shop/exantas-search', 'create VirtualService/shop/search'])
  })

  it('completes an undo, which ends the change it takes back', async () => {
    const house = changeHouse()
    const { metadata } = await applyChange(house.ctx, ann, await agreed(house, firstWrite))
    await killedBetween(house, (ctx) => undoChange(ctx, ann, { namespace: 'shop', name: metadata.name }))
    const [undo] = await resumeChanges(house.ctx, all)
    expect(await house.read('DestinationRule', 'shop', 'exantas-search')).toBeUndefined()
    const { status } = await house.ctx.records.read({ cluster: 'demo', namespace: 'shop', name: metadata.name })
    expect(status).toMatchObject({ phase: 'undone', undoneBy: undo?.metadata.name })
  })

  it('does not write over what somebody else has written since, and takes its own back', async () => {
    const house = changeHouse()
    const request = await agreed(house, firstWrite)
    await killedBetween(house, (ctx) => applyChange(ctx, ann, request))
    const foreign = { hosts: ['search'], http: [{ route: [{ destination: { host: 'search' } }] }] }
    const apiVersion = 'networking.istio.io/v1'
    const metadata = { name: 'search', namespace: 'shop' }
    await house.ctx.cluster.create(
      'demo',
      { apiVersion, kind: 'VirtualService', metadata, spec: foreign },
      { dryRun: false },
    )
    const [ended] = await resumeChanges(house.ctx, all)
    expect(ended?.status).toMatchObject({
      phase: 'failed',
      failure: { code: 'interrupted', message: 'written: 0 of 2' },
      resourceVersions: [],
    })
    expect(await house.read('DestinationRule', 'shop', 'exantas-search')).toBeUndefined()
    expect((await house.read('VirtualService', 'shop', 'search'))?.spec).toEqual(foreign)
  })

  it('does not begin what nobody waits for any more', async () => {
    const params = {
      kind: 'VirtualService',
      namespace: 'pay',
      name: 'payments',
      reason: 'no-answer',
      outcome: 'unknown',
    }
    const house = changeHouse(failing({ nth: 1, code: 'timeout', params }))
    const intent: ChangeIntent = halfEach()
    await applyChange(house.ctx, ann, await agreed(house, intent)).catch(() => undefined)
    const [ended] = await resumeChanges(house.ctx, all)
    expect(ended?.status).toMatchObject({ phase: 'failed', failure: { message: 'written: 0 of 1' } })
    expect(house.sent).toEqual([])
  })

  it('leaves alone what somebody still sees to', async () => {
    const house = changeHouse()
    const request = await agreed(house, firstWrite)
    await killedBetween(house, (ctx) => applyChange(ctx, ann, request))
    expect(await resumeChanges(house.ctx, () => false)).toEqual([])
    expect(house.sent).toHaveLength(1)
  })
})
