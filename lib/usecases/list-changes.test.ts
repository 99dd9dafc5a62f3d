import { describe, expect, it } from 'vitest'
import type { ChangeRecordSpec } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import { type ChangeHouse, changeHouse } from '../testing/change-house.ts'
import { listChanges } from './list-changes.ts'
import { pruneChanges } from './prune-changes.ts'

function aSpec(second: number, name: string, fields: Partial<ChangeRecordSpec> = {}): ChangeRecordSpec {
  const object = { cluster: 'demo', apiVersion: 'v1', kind: 'VirtualService', namespace: 'pay', name }
  return {
    who: { name: 'ann' },
    at: new Date(second * 1000).toISOString(),
    cluster: 'demo',
    service: 'payments',
    intent: { kind: 'set-weights', namespace: 'pay', service: 'payments', weights: { v1: 3, v2: 1 } },
    writes: [{ verb: 'remove', object }],
    ...fields,
  }
}

async function recorded({ ctx }: ChangeHouse, ...specs: ChangeRecordSpec[]): Promise<void> {
  for (const spec of specs) {
    await ctx.records.setStatus(await ctx.records.create(spec), { phase: 'applied' })
  }
}

describe('the list of changes', () => {
  it('comes in pages that nothing new moves', async () => {
    const house = changeHouse()
    await recorded(house, ...[1, 2, 2, 3, 4].map((second) => aSpec(second, 'a')))
    const first = await listChanges(house.ctx, { limit: 2 })
    await recorded(house, aSpec(9, 'a'))
    const second = await listChanges(house.ctx, { limit: 2, cursor: first.next })
    const third = await listChanges(house.ctx, { limit: 2, cursor: second.next })
    expect([first, second, third].map(({ changes }) => changes.map(({ at }) => at))).toEqual([[4, 3], [2, 2], [1]])
    expect(third.next).toBeUndefined()
    const names = [first, second, third].flatMap(({ changes }) => changes.map(({ name }) => name))
    expect(new Set(names).size).toBe(5)
  })

  it('is of one object, one service, one time', async () => {
    const house = changeHouse()
    await recorded(house, aSpec(1, 'a'), aSpec(2, 'b'), aSpec(3, 'a'))
    const secondsOf = async (question: object) =>
      (await listChanges(house.ctx, { limit: 50, ...question })).changes.map(({ at }) => at)
    expect(await secondsOf({ object: 'VirtualService/pay/a' })).toEqual([3, 1])
    expect(await secondsOf({ since: 2 })).toEqual([3, 2])
    expect(await secondsOf({ service: 'cart' })).toEqual([])
    expect(await secondsOf({ namespaces: ['shop'] })).toEqual([])
  })

  it('is empty, and says why, where records are not installed', async () => {
    const { ctx } = changeHouse()
    const list = () => Promise.reject(new AppError('unavailable', { reason: 'records-not-installed' }))
    const answer = await listChanges({ ...ctx, records: { ...ctx.records, list } }, { limit: 1 })
    expect(answer).toEqual({ changes: [], isRecorded: false, notices: [] })
  })
})

describe('pruning', () => {
  it('keeps the newest 200 of each object, and what is not over', async () => {
    const house = changeHouse()
    await house.ctx.records.create(aSpec(1, 'a'))
    await recorded(house, aSpec(2, 'rare'), ...Array.from({ length: 203 }, (_, index) => aSpec(3 + index, 'a')))
    const place = { cluster: 'demo', namespace: 'pay', service: 'payments' }
    expect(await pruneChanges(house.ctx, place)).toBe(3)
    const left = await house.ctx.records.list({})
    expect(left).toHaveLength(202)
    expect(left.slice(-2).map(({ spec }) => Date.parse(spec.at) / 1000)).toEqual([2, 1])
    expect(await pruneChanges(house.ctx, place)).toBe(0)
  })
})
