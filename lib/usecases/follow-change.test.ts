import { describe, expect, it } from 'vitest'
import { agreed, type ChangeHouse, changeHouse, halfEach } from '../testing/change-house.ts'
import { applyChange } from './apply-change.ts'
import { followChange } from './follow-change.ts'
import { readChange } from './read-change.ts'
import { readServiceSplit } from './read-service-split.ts'
import { undoChange } from './undo-change.ts'

const ann = { name: 'ann' }

async function applied(house: ChangeHouse) {
  const { metadata } = await applyChange(house.ctx, ann, await agreed(house, halfEach()))
  return { cluster: 'demo', namespace: 'pay', name: metadata.name }
}

const oldWeights = (spec: Record<string, unknown>) => {
  const [route] = spec.http as { route: object[] }[]
  const destinations = route?.route.map((one, index) => ({ ...one, weight: [75, 25][index] }))
  return { ...spec, http: [{ ...route, route: destinations }] }
}

describe('a change that is followed', () => {
  it('lights up light by light: accepted, acknowledged, seen in traffic', async () => {
    const house = changeHouse()
    const place = await applied(house)
    const states = async () => {
      const { lights } = await readChange(house.ctx, place)
      return [lights.accepted.state, lights.acknowledged.state, lights.seen.state]
    }
    expect(await states()).toEqual(['on', 'waiting', 'waiting'])
    await house.clock.sleep(0.3)
    expect(await states()).toEqual(['on', 'on', 'waiting'])
    expect(await followChange(house.ctx, place)).toBe(true)
    await house.clock.sleep(90)
    expect(await states()).toEqual(['on', 'on', 'on'])
    await followChange(house.ctx, place)
    const { status } = await house.ctx.records.read(place)
    expect(status).toMatchObject({
      phase: 'seen',
      acknowledgedAt: expect.any(String),
      seenAt: expect.any(String),
    })
  })

  it('shows what each side counted, with intervals around the share that was set', async () => {
    const house = changeHouse()
    const place = await applied(house)
    await house.clock.sleep(120)
    const { seen } = (await readChange(house.ctx, place)).lights
    expect(seen.observed?.reporters.map(({ reporter }) => reporter)).toEqual(['source', 'destination'])
    for (const { versions, requests } of seen.observed?.reporters ?? []) {
      expect(requests).toBeGreaterThan(500)
      expect(versions.every(({ low, share, high }) => low < share && share < high)).toBe(true)
    }
    const source = seen.observed?.reporters[0]?.versions.find(({ version }) => version === 'v2')
    expect(Math.abs((source?.share ?? 0) - 0.5)).toBeLessThan(0.05)
    const split = await readServiceSplit(house.ctx, { namespace: 'pay', name: 'payments' })
    expect(split).toMatchObject({ isRecorded: true, latest: { name: place.name }, rights: { isAllowed: true } })
    expect(split.observed?.wanted).toEqual([
      { version: 'v1', share: 0.5 },
      { version: 'v2', share: 0.5 },
    ])
  })

  it('names who wrote over it, and is followed no further', async () => {
    const house = changeHouse()
    const place = await applied(house)
    await house.clock.sleep(5)
    house.editOutside('VirtualService', 'payments', oldWeights, 'argocd-controller')
    expect(await followChange(house.ctx, place)).toBe(false)
    expect(await readChange(house.ctx, place)).toMatchObject({ revertedBy: 'argocd-controller' })
  })

  it('is not reverted by the next change made here', async () => {
    const house = changeHouse()
    const place = await applied(house)
    await applyChange(house.ctx, ann, await agreed(house, halfEach({ v1: 90, v2: 10 })))
    expect(await followChange(house.ctx, place)).toBe(false)
    expect((await house.ctx.records.read(place)).status?.revertedBy).toBeUndefined()
  })

  it('is over when it was taken back, and after ten minutes', async () => {
    const house = changeHouse()
    const place = await applied(house)
    await undoChange(house.ctx, ann, place)
    expect(await followChange(house.ctx, place)).toBe(false)
    const other = await applied(house)
    await house.clock.sleep(601)
    expect(await followChange(house.ctx, other)).toBe(false)
  })
})
