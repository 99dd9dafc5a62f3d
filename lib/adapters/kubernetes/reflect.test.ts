import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  eventually,
  secondsUntil,
  serviceNames,
  serviceObject,
  servicesPath,
  WatchedFakes,
} from '../../testing/watched-fakes.ts'

const fakes = new WatchedFakes()

afterEach(() => fakes.closeAll())

describe('watches', () => {
  it('follows additions, changes and removals without listing again', async () => {
    const fake = await fakes.server()
    const { cluster } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(1))
    fake.put(servicesPath, serviceObject('basket'))
    await eventually(cluster, (inventory) => expect(serviceNames(inventory)).toEqual(['basket', 'cart']))
    fake.put(servicesPath, { ...serviceObject('basket'), spec: { ports: [{ name: 'grpc', port: 9 }] } })
    await eventually(cluster, (inventory) =>
      expect(inventory.services.find((one) => one.name === 'basket')?.ports).toEqual([
        { name: 'grpc', number: 9, protocol: 'grpc' },
      ]),
    )
    fake.remove(servicesPath, 'cart', 'shop')
    await eventually(cluster, (inventory) => expect(serviceNames(inventory)).toEqual(['basket']))
    expect(fake.countOf(servicesPath, 'list')).toBe(1)
  })

  it('resumes from the last version seen, bookmarks included, when the server ends a watch', async () => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(1))
    fake.bookmark(servicesPath)
    fake.endWatches('tidy', servicesPath)
    await vi.waitFor(() => expect(fake.countOf(servicesPath, 'watch')).toBe(2))
    const [first, second] = fake.requests.filter((request) => request.path === servicesPath && request.isWatch)
    expect(first?.query.get('allowWatchBookmarks')).toBe('true')
    expect(Number(first?.query.get('timeoutSeconds'))).toBeGreaterThan(250)
    expect(Number(second?.query.get('resourceVersion'))).toBe(Number(first?.query.get('resourceVersion')) + 1)
    fake.put(servicesPath, serviceObject('basket'))
    await eventually(cluster, (inventory) => expect(serviceNames(inventory)).toEqual(['basket', 'cart']))
    expect(fake.countOf(servicesPath, 'list')).toBe(1)
    expect(clock.sleeping).toBeGreaterThan(0)
  })

  it('loses nothing when a watch is cut in the middle of an object', async () => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(1))
    fake.endWatches('mid-object', servicesPath)
    fake.put(servicesPath, serviceObject('basket'))
    await eventually(
      cluster,
      (inventory) => {
        expect(serviceNames(inventory)).toEqual(['basket', 'cart'])
        expect(inventory.notices).toEqual([])
      },
      () => clock.advance(0.2),
    )
    expect(fake.countOf(servicesPath, 'list')).toBe(1)
  })

  it.each(['HTTP', 'stream'] as const)('lists again when the history is lost, told by %s', async (how) => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(1))
    if (how === 'HTTP') {
      fake.misbehave({ how: 'gone', path: servicesPath, verb: 'watch', times: 1 })
      fake.endWatches('tidy', servicesPath)
    } else {
      fake.endWatches('gone', servicesPath)
    }
    fake.remove(servicesPath, 'cart', 'shop')
    fake.put(servicesPath, serviceObject('basket'))
    fake.compact()
    await eventually(
      cluster,
      (inventory) => {
        expect(serviceNames(inventory)).toEqual(['basket'])
        expect(inventory.notices).toEqual([])
        expect(fake.countOf(servicesPath, 'list')).toBe(2)
      },
      () => clock.advance(0.5),
    )
    // One that was cut, one that was refused, one that follows the new list: nobody insists on the lost version.
    expect(fake.countOf(servicesPath, 'watch')).toBeLessThanOrEqual(3)
  })

  it('survives a line that is no JSON and resumes without listing', async () => {
    const fake = await fakes.server()
    fake.misbehave({ how: 'garbage-in-stream', path: servicesPath, verb: 'watch', times: 1 })
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    await eventually(
      cluster,
      (inventory) => {
        expect(fake.openWatches(servicesPath)).toBe(1)
        expect(inventory.notices).toEqual([])
      },
      () => clock.advance(0.2),
    )
    expect(fake.countOf(servicesPath, 'list')).toBe(1)
  })

  it('cuts a watch that is silent for longer than it was asked to last', async () => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(1))
    const asked = Number(
      fake.requests.find((one) => one.path === servicesPath && one.isWatch)?.query.get('timeoutSeconds'),
    )
    await clock.advance(asked + 29)
    expect(fake.countOf(servicesPath, 'watch')).toBe(1)
    await eventually(
      cluster,
      () => expect(fake.countOf(servicesPath, 'watch')).toBe(2),
      () => clock.advance(1),
    )
    expect(fake.countOf(servicesPath, 'list')).toBe(1)
  })

  it('does not spin when a server ends every watch at once', async () => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    await cluster.inventory()
    const rounds = 8
    for (let i = 0; i < rounds; i += 1) {
      await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(1))
      fake.endWatches('tidy', servicesPath)
      await vi.waitFor(() => expect(fake.openWatches(servicesPath)).toBe(0))
      const before = fake.countOf(servicesPath, 'watch')
      const waited = await secondsUntil(clock, () => fake.countOf(servicesPath, 'watch') > before)
      expect(waited).toBeGreaterThanOrEqual(Math.min(30, 0.5 * 2 ** i))
    }
  })
})
