import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  eventually,
  podsPath,
  secondsUntil,
  serviceNames,
  serviceObject,
  servicesPath,
  WatchedFakes,
} from '../../testing/watched-fakes.ts'

const fakes = new WatchedFakes()

afterEach(() => fakes.closeAll())

describe('failures', () => {
  it.each([
    ['server-error', 'unavailable', 'http-500'],
    ['html', 'unavailable', 'not-json'],
    ['truncated-json', 'unavailable', 'not-json'],
    ['unauthorized', 'unauthenticated', 'http-401'],
    ['forbidden', 'forbidden', 'http-403'],
  ] as const)('rejects in domain words while nothing was ever read: %s', async (how, code, reason) => {
    const fake = await fakes.server()
    const stop = fake.misbehave({ how })
    const { cluster, clock, logged } = await fakes.watch([fake])
    await expect(cluster.inventory()).rejects.toMatchObject({
      name: 'AppError',
      code,
      params: { source: 'kubernetes', cluster: 'fake', reason },
    })
    await expect(cluster.probe()).rejects.toMatchObject({ name: 'AppError', code })
    expect(logged.join()).not.toContain('must not travel')
    stop()
    await eventually(
      cluster,
      (inventory) => {
        expect(serviceNames(inventory)).toEqual(['cart'])
        expect(inventory.notices).toEqual([])
      },
      () => clock.advance(2),
    )
    await expect(cluster.probe()).resolves.toBeUndefined()
  })

  it('does not hold the inventory longer than the timeout when the server hangs', async () => {
    const fake = await fakes.server()
    fake.misbehave({ how: 'hang' })
    const { cluster, clock } = await fakes.watch([fake], { timeoutSeconds: 7 })
    const inventory = cluster.inventory()
    const outcome = expect(inventory).rejects.toMatchObject({ code: 'timeout' })
    await vi.waitFor(() => expect(fake.requests.length).toBeGreaterThan(5))
    await clock.advance(7)
    await outcome
  })

  it('keeps the last known objects while the API server is away, says since when, and recovers', async () => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches()).toBe(6))
    const wentAt = clock.now()
    await fake.halt()
    await eventually(
      cluster,
      (inventory) => {
        expect(serviceNames(inventory)).toEqual(['cart'])
        expect(inventory.notices).toHaveLength(1)
        expect(inventory.notices[0]).toMatchObject({
          source: 'kubernetes',
          code: 'unavailable',
          cluster: 'Kubernetes',
          params: { reason: 'ECONNREFUSED' },
        })
      },
      () => clock.advance(0.3),
    )
    const [notice] = (await cluster.inventory()).notices
    expect(notice?.since).toBeGreaterThanOrEqual(wentAt)
    fake.put(servicesPath, serviceObject('basket'))
    await fake.resume()
    await eventually(
      cluster,
      (inventory) => {
        expect(serviceNames(inventory)).toEqual(['basket', 'cart'])
        expect(inventory.notices).toEqual([])
      },
      () => clock.advance(0.5),
    )
    expect(fake.countOf(servicesPath, 'list')).toBe(1)
  })

  it('returns to every resource as soon as one of them gets through again', async () => {
    const fake = await fakes.server()
    let turn = 0
    const random = () => {
      turn = (turn + 0.37) % 1
      return turn
    }
    const { cluster, clock } = await fakes.watch([fake], { random })
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches()).toBe(6))
    await fake.halt()
    for (let i = 0; i < 30; i += 1) {
      await eventually(
        cluster,
        (inventory) => expect(inventory.notices).toMatchObject([{ code: 'unavailable' }]),
        () => clock.advance(5),
      )
    }
    await fake.resume()
    await secondsUntil(clock, () => fake.openWatches() > 0)
    expect(await secondsUntil(clock, () => fake.openWatches() === 6)).toBeLessThanOrEqual(5)
  })

  it('backs off from half a second to half a minute', async () => {
    const fake = await fakes.server()
    fake.misbehave({ how: 'server-error', path: servicesPath, verb: 'list' })
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    for (const expected of [0.5, 1, 2, 4, 8, 16, 30, 30]) {
      const before = fake.countOf(servicesPath, 'list')
      expect(await secondsUntil(clock, () => fake.countOf(servicesPath, 'list') > before)).toBeGreaterThanOrEqual(
        expected,
      )
    }
    const { notices } = await cluster.inventory()
    expect(notices).toMatchObject([{ code: 'unavailable', params: { resources: ['services'] } }])
  })

  it('waits as long as a busy server asks', async () => {
    const fake = await fakes.server()
    fake.misbehave({ how: 'too-many-requests', path: servicesPath, verb: 'list', times: 1, retryAfterSeconds: 17 })
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    expect(await secondsUntil(clock, () => fake.countOf(servicesPath, 'list') > 1)).toBeGreaterThanOrEqual(17)
    await eventually(cluster, (inventory) => expect(inventory.notices).toEqual([]))
  })

  it('tells a refused resource, shows the rest, and picks it up once the right is granted', async () => {
    const fake = await fakes.server()
    fake.put(podsPath, { metadata: { name: 'p', namespace: 'shop' } })
    const grant = fake.misbehave({ how: 'forbidden', path: podsPath })
    const { cluster, clock } = await fakes.watch([fake])
    const inventory = await cluster.inventory()
    expect(serviceNames(inventory)).toEqual(['cart'])
    expect(inventory.notices).toEqual([
      {
        source: 'kubernetes',
        code: 'forbidden',
        cluster: 'Kubernetes',
        since: clock.now(),
        params: { verb: 'list', resource: 'pods' },
      },
    ])
    await clock.advance(50)
    expect(fake.countOf(podsPath, 'list')).toBe(1)
    grant()
    await eventually(
      cluster,
      (later) => {
        expect(later.pods).toHaveLength(1)
        expect(later.notices).toEqual([])
      },
      () => clock.advance(1),
    )
  })

  it('asks again within seconds when only the resuming of a watch is refused, as by a server that has just started', async () => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(1))
    fake.misbehave({ how: 'forbidden', path: servicesPath, verb: 'watch', times: 1 })
    const start = clock.now()
    fake.endWatches('tidy', servicesPath)
    await eventually(
      cluster,
      (inventory) => expect(inventory.notices).toMatchObject([{ code: 'forbidden' }]),
      () => clock.advance(1),
    )
    await eventually(
      cluster,
      (inventory) => expect(inventory.notices).toEqual([]),
      () => clock.advance(1),
    )
    expect(clock.now() - start).toBeLessThan(30)
  })

  it('hides objects once a right to see them stays withdrawn, not at the first refusal', async () => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(1))
    fake.misbehave({ how: 'forbidden', path: servicesPath })
    fake.endWatches('gone', servicesPath)
    const start = clock.now()
    await eventually(
      cluster,
      (inventory) => expect(inventory.notices).toMatchObject([{ code: 'forbidden' }]),
      () => clock.advance(1),
    )
    expect(serviceNames(await cluster.inventory())).toEqual(['cart'])
    await eventually(
      cluster,
      (inventory) => expect(inventory.services).toEqual([]),
      () => clock.advance(1),
    )
    expect(clock.now() - start).toBeGreaterThanOrEqual(60)
  })

  it('ends a question whose asker has gone', async () => {
    const fake = await fakes.server()
    fake.misbehave({ how: 'hang' })
    const { cluster } = await fakes.watch([fake])
    const asker = new AbortController()
    const inventory = cluster.inventory(asker.signal)
    asker.abort(new Error('gone home'))
    await expect(inventory).rejects.toThrow('gone home')
  })

  it('ends every watch when closed', async () => {
    const fake = await fakes.server()
    const { cluster } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches()).toBe(6))
    await cluster.close()
    await vi.waitFor(() => expect(fake.openWatches()).toBe(0))
    await expect(cluster.inventory()).rejects.toMatchObject({ code: 'unavailable' })
  })
})
