import { describe, expect, it } from 'vitest'
import type { ApplyRequest } from '../domain/changes/change-intent.ts'
import { AppError } from '../domain/errors.ts'
import { agreed, type ChangeHouse, changeHouse, failing, firstWrite, halfEach } from '../testing/change-house.ts'
import { applyChange } from './apply-change.ts'
import { readChange } from './read-change.ts'

const ann = { name: 'ann' }
const bob = { name: 'bob' }
const rule = 'DestinationRule/shop/exantas-search'
const routes = 'VirtualService/shop/search'

const failureOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => new AppError('internal', { what: 'it did not fail' }),
    (error) => error,
  )
const recordsIn = ({ ctx }: ChangeHouse) => ctx.records.list({})

describe('a change that is applied', () => {
  it('is recorded before it is written, with who, why and every object before and after', async () => {
    const house = changeHouse()
    const before = await house.read('VirtualService', 'pay', 'payments')
    const record = await applyChange(house.ctx, ann, { ...(await agreed(house, halfEach())), reason: 'a try' })
    const after = await house.read('VirtualService', 'pay', 'payments')
    expect(record).toMatchObject({
      metadata: { namespace: 'pay' },
      spec: { who: ann, reason: 'a try', cluster: 'demo', service: 'payments', writes: [{ verb: 'replace', before }] },
      status: { phase: 'applied', resourceVersions: [after?.metadata.resourceVersion] },
    })
    expect(record.spec.writes[0]?.after?.spec).toEqual(after?.spec)
    expect(house.sent).toEqual(['replace VirtualService/pay/payments'])
  })

  it('writes routes only once every proxy has the subsets they name', async () => {
    const house = changeHouse()
    const asked: string[] = []
    const { proxies } = house.ctx
    const watched: ChangeHouse['ctx'] = {
      ...house.ctx,
      proxies: {
        ...proxies,
        acknowledgement: async (query, signal) => {
          const told = await proxies.acknowledgement(query, signal)
          asked.push(`${query.type} ${told.state} after ${house.sent.length}`)
          return told
        },
      },
    }
    await applyChange(watched, ann, await agreed(house, firstWrite))
    expect(house.sent).toEqual([`create ${rule}`, `create ${routes}`])
    expect(asked[0]).toBe('cds waiting after 1')
    expect(asked.at(-1)).toBe('cds acknowledged after 1')
  })

  it('waits ten seconds where nobody can say what proxies have', async () => {
    const house = changeHouse()
    const proxies: ChangeHouse['ctx']['proxies'] = {
      istioVersion: async () => undefined,
      acknowledgement: async () => ({
        ...{ state: 'unknown', proxies: 0, acknowledged: 0, behind: [], rejections: [], reason: 'forbidden' },
      }),
    }
    const ctx = { ...house.ctx, proxies }
    const request = await agreed(house, firstWrite)
    const begun = house.clock.now()
    const record = await applyChange(ctx, ann, request)
    expect(house.clock.now() - begun).toBeGreaterThanOrEqual(10)
    const { lights } = await readChange(ctx, { namespace: 'shop', name: record.metadata.name })
    expect(lights.acknowledged).toMatchObject({ state: 'unknown', proxies: { reason: 'forbidden' } })
  })

  it('goes no further when a proxy refuses, and takes back what it wrote', async () => {
    const house = changeHouse()
    const rejections = [{ proxy: 'a.shop', message: 'no such thing' }]
    const proxies: ChangeHouse['ctx']['proxies'] = {
      istioVersion: async () => undefined,
      acknowledgement: async () => ({ state: 'rejected', proxies: 1, acknowledged: 0, behind: [], rejections }),
    }
    const error = await failureOf(applyChange({ ...house.ctx, proxies }, ann, await agreed(house, firstWrite)))
    expect(error).toMatchObject({ code: 'invalid', params: { reason: 'rejected-by-proxies', proxy: 'a.shop' } })
    expect(house.sent).toEqual([`create ${rule}`, `remove ${rule}`])
    expect(await recordsIn(house)).toMatchObject([
      { status: { phase: 'failed', failure: { message: 'no such thing' } } },
    ])
  })
})

describe('what was not previewed', () => {
  it('is not written without the versions of a preview', async () => {
    const house = changeHouse()
    const request = { ...halfEach(), resourceVersions: {} } as ApplyRequest
    expect(await failureOf(applyChange(house.ctx, ann, request))).toMatchObject({
      code: 'invalid',
      params: { reason: 'missing-version', objects: ['VirtualService/pay/payments'] },
    })
    expect([house.sent, await recordsIn(house)]).toEqual([[], []])
  })

  it('is a conflict where somebody has edited, and nothing of theirs is lost', async () => {
    const house = changeHouse()
    const request = await agreed(house, halfEach())
    await applyChange(house.ctx, bob, await agreed(house, halfEach({ v1: 90, v2: 10 })))
    const before = await house.read('VirtualService', 'pay', 'payments')
    expect(await failureOf(applyChange(house.ctx, ann, request))).toMatchObject({
      code: 'conflict',
      params: { reason: 'stale', objects: ['VirtualService/pay/payments'] },
    })
    expect(await house.read('VirtualService', 'pay', 'payments')).toEqual(before)
    expect(house.logged.some((line) => line.startsWith('change refused') && line.includes('"who":"ann"'))).toBe(true)
  })

  it('is a conflict where an object to create has appeared', async () => {
    const house = changeHouse()
    const request = await agreed(house, firstWrite)
    await applyChange(house.ctx, bob, request)
    expect(await failureOf(applyChange(house.ctx, ann, request))).toMatchObject({
      code: 'conflict',
      params: { reason: 'stale', objects: expect.arrayContaining([rule, routes]) },
    })
  })

  it('lets exactly one of two win who apply at once, whole', async () => {
    const house = changeHouse()
    const [ten, thirty] = [
      await agreed(house, halfEach({ v1: 90, v2: 10 })),
      await agreed(house, halfEach({ v1: 70, v2: 30 })),
    ]
    const outcomes = await Promise.allSettled([applyChange(house.ctx, ann, ten), applyChange(house.ctx, bob, thirty)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const lost = outcomes.find((outcome) => outcome.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: 'conflict', params: { reason: 'stale' } })
    const spec = (await house.read('VirtualService', 'pay', 'payments'))?.spec
    const weights = JSON.stringify(spec).match(/"weight":\d+/g)
    expect([
      ['"weight":90', '"weight":10'],
      ['"weight":70', '"weight":30'],
    ]).toContainEqual(weights)
  })

  it('says so when it is so already', async () => {
    const house = changeHouse()
    const request = { ...halfEach({ v1: 75, v2: 25 }), resourceVersions: {} } as ApplyRequest
    expect(await failureOf(applyChange(house.ctx, ann, request))).toMatchObject({
      code: 'invalid',
      params: { reason: 'nothing-to-do' },
    })
  })

  it('is refused with the rule that forbids it', async () => {
    const house = changeHouse()
    const request = { ...halfEach({ v1: 90, v9: 10 }), resourceVersions: {} } as ApplyRequest
    expect(await failureOf(applyChange(house.ctx, ann, request))).toMatchObject({
      code: 'invalid',
      params: { reason: 'blocked', rule: 'version-unknown' },
    })
  })

  it('waits for nobody who has left before the first write', async () => {
    const house = changeHouse()
    const reason = new Error('tab closed')
    const request = await agreed(house, halfEach())
    const ctx = { ...house.ctx, signal: AbortSignal.abort(reason) }
    expect(await failureOf(applyChange(ctx, ann, request))).toBe(reason)
    expect([house.sent, await recordsIn(house)]).toEqual([[], []])
  })
})

describe('a write that goes wrong', () => {
  const place = { source: 'kubernetes', kind: 'VirtualService', namespace: 'shop', name: 'search' }

  it('takes back the first when the second is refused', async () => {
    const denied = { ...place, reason: 'denied-by-webhook', webhook: 'w', message: 'configuration is invalid' }
    const house = changeHouse(failing({ nth: 2, code: 'invalid', params: denied }))
    const error = await failureOf(applyChange(house.ctx, ann, await agreed(house, firstWrite)))
    expect(error).toMatchObject({ code: 'invalid', params: { ...denied, record: expect.any(String) } })
    expect(error.params.halfDone).toBeUndefined()
    expect(await house.read('DestinationRule', 'shop', 'exantas-search')).toBeUndefined()
    expect(await recordsIn(house)).toMatchObject([
      {
        status: {
          phase: 'failed',
          resourceVersions: [],
          failure: { code: 'invalid', message: 'configuration is invalid' },
        },
      },
    ])
  })

  it('goes on where it was stored although no answer came', async () => {
    const params = { ...place, reason: 'no-answer', outcome: 'unknown' }
    const house = changeHouse(failing({ nth: 1, code: 'timeout', params, isStored: true }))
    const record = await applyChange(house.ctx, ann, await agreed(house, firstWrite))
    expect(record.status?.phase).toBe('applied')
    expect(house.sent).toEqual([`create ${rule}`, `create ${routes}`])
  })

  it('stays planned where nobody knows, and writes nothing further', async () => {
    const params = { ...place, reason: 'no-answer', outcome: 'unknown' }
    const house = changeHouse(failing({ nth: 1, code: 'timeout', params }))
    const error = await failureOf(applyChange(house.ctx, ann, await agreed(house, firstWrite)))
    expect(error).toMatchObject({ code: 'timeout', params: { outcome: 'unknown', record: expect.any(String) } })
    expect(house.sent).toEqual([])
    expect((await recordsIn(house)).map(({ status }) => status?.phase ?? 'planned')).toEqual(['planned'])
  })

  it('is repeated after the pause the API server asks for, and done once', async () => {
    const params = { ...place, reason: 'too-many-requests', retryAfterSeconds: 3 }
    const house = changeHouse(failing({ nth: 1, code: 'unavailable', params }))
    const begun = house.clock.now()
    await applyChange(house.ctx, ann, await agreed(house, halfEach()))
    expect(house.clock.now() - begun).toBeGreaterThanOrEqual(3)
    expect(house.sent).toEqual(['replace VirtualService/pay/payments'])
  })

  it('is not begun where it cannot be recorded', async () => {
    const house = changeHouse()
    const request = await agreed(house, halfEach())
    const params = { reason: 'records-not-installed', manifest: 'deploy/crds/changerecords.yaml' }
    const refuse = () => Promise.reject(new AppError('unavailable', params))
    const records = { ...house.ctx.records, list: refuse, create: refuse }
    expect(await failureOf(applyChange({ ...house.ctx, records }, ann, request))).toMatchObject({ params })
    expect(house.sent).toEqual([])
  })

  it('names what a person may not do, and leaves no trace but in the log', async () => {
    const params = { ...place, verb: 'update', resource: 'virtualservices', reason: 'http-403' }
    const forbid = () => Promise.reject(new AppError('forbidden', params))
    const house = changeHouse((cluster) => ({ ...cluster, replace: forbid }))
    const versions = { 'VirtualService/pay/payments': '1' }
    const before = await house.read('VirtualService', 'pay', 'payments')
    const request = {
      ...halfEach(),
      resourceVersions: { ...versions, 'VirtualService/pay/payments': before?.metadata.resourceVersion },
    }
    expect(await failureOf(applyChange(house.ctx, ann, request as ApplyRequest))).toMatchObject({
      code: 'forbidden',
      params,
    })
    expect([house.sent, await recordsIn(house)]).toEqual([[], []])
    expect(house.logged.some((line) => line.includes('"resource":"virtualservices"'))).toBe(true)
  })
})

describe('two changes of one service', () => {
  it('keep apart while one stands between two writes', async () => {
    const house = changeHouse()
    const first = applyChange(house.ctx, ann, await agreed(house, firstWrite))
    const request = await agreed(house, { ...firstWrite, weights: { v5: 1 } } as typeof firstWrite)
    const error = await failureOf(applyChange(house.ctx, bob, request))
    expect(error.code).toBe('conflict')
    expect((await first).status?.phase).toBe('applied')
  })
})
