import { describe, expect, it } from 'vitest'
import { versionSubsets, weightedRoute } from './blueprint-parts.ts'
import { podsOf } from './demo-pods.ts'
import { shopServices } from './shop.ts'
import { type DemoWorld, demoWorld } from './world.ts'

const startedAt = 1_795_262_400
const { payments } = shopServices
const worldOf = () => demoWorld({ seed: 1, services: 13, startedAt })
const withWeights = (v1: number) => weightedRoute(payments, { v1, v2: 100 - v1 })

/** Requests by flag that checkout’s proxy counted between two moments. */
function lost(world: DemoWorld, from: number, to: number): number {
  const [before, after] = [world.countsBy(from), world.countsBy(to)]
  return [...world.flows()]
    .filter(({ flags }) => flags.includes('NC'))
    .reduce((sum, flow) => sum + after(flow, 'source') - before(flow, 'source'), 0)
}

function proxiesOf(world: DemoWorld): { name: string; namespace: string }[] {
  return world.workloads.filter(({ membership }) => membership === 'sidecar').flatMap(podsOf)
}

/** The moment by which every proxy has acknowledged what was sent since. */
function allAcknowledged(world: DemoWorld, since: number): number {
  const seconds = Array.from({ length: 600 }, (_, index) => since + index / 1_000)
  const found = seconds.find((second) =>
    proxiesOf(world).every((proxy) => {
      const { sentAt, acknowledgedAt } = world.syncAt(proxy, second)
      return sentAt >= since && acknowledgedAt !== undefined
    }),
  )
  return (found ?? Number.POSITIVE_INFINITY) - since
}

describe('a push', () => {
  it('is in force 110 to 150 ms after the write, and acknowledged by all within 180 ms', () => {
    const world = worldOf()
    world.applyObject(withWeights(0), startedAt)
    const written = world.objectsAt(startedAt)
    expect(world.objectsInForceAt(startedAt + 0.109)).not.toBe(written)
    expect(world.objectsInForceAt(startedAt + 0.15)).toBe(written)
    const seconds = allAcknowledged(world, startedAt)
    expect(seconds).toBeGreaterThan(0.14)
    expect(seconds).toBeLessThan(0.18)
  })

  it('has equal sent and acknowledged states in the moment before it, from before the write', () => {
    const world = worldOf()
    world.applyObject(withWeights(0), startedAt)
    for (const proxy of proxiesOf(world)) {
      const { sentAt, acknowledgedAt } = world.syncAt(proxy, startedAt + 0.05)
      expect(sentAt).toBeLessThan(startedAt)
      expect(acknowledgedAt).toBeDefined()
    }
  })

  it('is one for twenty writes in a second, and twenty for writes 150 ms apart', () => {
    const pushesOf = (gapSeconds: number) => {
      const world = worldOf()
      const moments = new Set<number>()
      for (let index = 0; index < 20; index++) {
        world.applyObject(withWeights(index), startedAt + index * gapSeconds)
      }
      const [proxy] = proxiesOf(world)
      for (let ms = 0; proxy !== undefined && ms < 6_000; ms++) {
        moments.add(world.syncAt(proxy, startedAt + ms / 1_000).sentAt)
      }
      return moments.size - 1
    }
    expect(pushesOf(0.05)).toBe(1)
    expect(pushesOf(0.15)).toBe(20)
  })

  it('does not come of labels and annotations, unless a key speaks of Istio', () => {
    const sentAfter = (annotations: Record<string, string>) => {
      const world = worldOf()
      world.applyObject({ ...weightedRoute(payments, { v1: 75, v2: 25 }), annotations }, startedAt)
      return proxiesOf(world).filter((proxy) => world.syncAt(proxy, startedAt + 1).sentAt >= startedAt).length
    }
    expect(sentAfter({ team: 'pay' })).toBe(0)
    expect(sentAfter({ 'istio.io/rev': 'x' })).toBe(proxiesOf(worldOf()).length)
  })

  it('does not come of a record of the console’s own', () => {
    const world = worldOf()
    const record = { ...withWeights(1), apiVersion: 'exantas.dev/v1alpha1', kind: 'ChangeRecord', name: 'a' }
    world.applyObject(record, startedAt)
    expect(world.listObjects('ChangeRecord', startedAt).map(({ object }) => object.name)).toEqual(['a'])
    expect(proxiesOf(world).filter((proxy) => world.syncAt(proxy, startedAt + 1).sentAt >= startedAt)).toEqual([])
  })

  it('reaches only those whom the object is exported to', () => {
    const world = worldOf()
    const route = withWeights(1)
    const own = { ...route, name: 'own', spec: { ...route.spec, hosts: ['own.example'], exportTo: ['.'] } }
    world.applyObject(own, startedAt)
    const reached = proxiesOf(world).filter((proxy) => world.syncAt(proxy, startedAt + 1).sentAt >= startedAt)
    expect(new Set(reached.map(({ namespace }) => namespace))).toEqual(new Set(['pay']))
  })
})

describe('the order of writes', () => {
  const onlyV1 = versionSubsets(payments, ['v1'])
  const both = versionSubsets(payments, ['v1', 'v2'])
  const withoutV2 = () => {
    const world = worldOf()
    world.applyObject(withWeights(100), startedAt)
    world.applyObject(onlyV1, startedAt + 1)
    return world
  }

  it.each([
    ['route first, rule two seconds later', 2, (count: number) => count > 10],
    ['route first, rule at once', 0.02, (count: number) => count === 0],
  ])('%s', (_, gapSeconds, isExpected) => {
    const world = withoutV2()
    world.applyObject(withWeights(0), startedAt + 10)
    world.applyObject(both, startedAt + 10 + gapSeconds)
    expect(isExpected(lost(world, startedAt + 10, startedAt + 20))).toBe(true)
  })

  it('rule, wait for the acknowledgement, route; and the reverse to remove: nothing is lost', () => {
    const world = withoutV2()
    world.applyObject(both, startedAt + 10)
    const routeAt = startedAt + 10 + allAcknowledged(world, startedAt + 10)
    world.applyObject(withWeights(0), routeAt)
    world.applyObject(withWeights(100), startedAt + 20)
    world.applyObject(onlyV1, startedAt + 20 + allAcknowledged(world, startedAt + 20))
    expect(lost(world, startedAt, startedAt + 60)).toBe(0)
  })

  it('a pending push gives way to the next, and counters never fall for it', () => {
    const world = worldOf()
    world.applyObject(withWeights(0), startedAt)
    const early = world.countsBy(startedAt + 0.05)
    const before = [...world.flows()].map((flow) => early(flow, 'source'))
    world.applyObject(withWeights(100), startedAt + 0.05)
    const late = world.countsBy(startedAt + 30)
    const after = [...world.flows()].map((flow) => late(flow, 'source'))
    expect(before.filter((count, index) => count > (after[index] ?? 0))).toEqual([])
    const [atTurn, now] = [world.countsBy(startedAt + 0.2), world.countsBy(startedAt + 60)]
    const v2 = [...world.flows()].filter(({ destination }) => destination.workload === 'payments-v2')
    const ofMeshed = v2.filter(({ source }) => source.workload !== undefined)
    expect(ofMeshed.reduce((sum, flow) => sum + now(flow, 'source') - atTurn(flow, 'source'), 0)).toBe(0)
  })
})
