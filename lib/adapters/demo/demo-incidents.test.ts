import { describe, expect, it } from 'vitest'
import { incidentSigns, visitsPerSecond } from '../../../e2e/lab/suites/support/incident-signs.ts'
import { growthBetween, type MeshCounts, type MeshGrowth } from '../../../e2e/lab/suites/support/mesh-growth.ts'
import { IncidentName } from '../../domain/incidents/incident.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { weightedRoute } from './blueprint-parts.ts'
import { demoCluster } from './demo-cluster.ts'
import { demoIncidents } from './demo-incidents.ts'
import { demoMetrics } from './demo-metrics.ts'
import { exportMetrics } from './export-metrics.ts'
import { shopServices } from './shop.ts'
import { type DemoWorld, demoWorld } from './world.ts'

const startedAt = 1_795_262_400
const at = startedAt + 300
/** Of the demo’s visitors at noon as many as the lab has. */
const scale = visitsPerSecond / 311

const quietWorld = (seed = 1) => demoWorld({ seed, services: 13, startedAt, isQuiet: true })

function countsAt(world: DemoWorld, second: number): MeshCounts {
  const lines = exportMetrics(world, second)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('_bucket{'))
  const series = new Map<string, { labels: Record<string, string>; value: number }>()
  for (const line of lines) {
    const [, id = '', name = '', labels = '', value] = /^(([a-z_]+)\{(.*)\}) (\S+)$/.exec(line) ?? []
    const pairs = [...labels.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, label = '', text = '']) => [label, text])
    series.set(id, { labels: { ...Object.fromEntries(pairs), __name__: name }, value: Number(value) })
  }
  return { atMs: second * 1_000, series }
}

/** What was counted in a time, as if there were as many visitors as in the lab. */
function growth(world: DemoWorld, from: number, to: number): MeshGrowth {
  const grown = growthBetween(countsAt(world, from), countsAt(world, to))
  return { ...grown, requests: (filter) => Math.floor(scale * grown.requests(filter)) }
}

describe('an incident of the demo', () => {
  it('is one of the lab, and each of those is there', () => {
    const names = incidentSigns.map(({ incident }) => incident)
    expect(demoIncidents.map(({ name }) => name)).toEqual(names)
    expect(IncidentName.options).toEqual(names)
  })

  it.each(
    demoIncidents.flatMap(({ name }) =>
      incidentSigns.filter(({ incident }) => incident === name).map((sign) => [name, sign.shows, sign] as const),
    ),
  )('%s shows as on the lab: %s; and is over once it is healed', (name, _, { isSeen, isLeft, isAtWork, never }) => {
    const world = quietWorld()
    world.startIncident(name, at)
    world.healIncident(name, at + 120)
    const before = growth(world, at - 90, at)
    expect([isLeft(before), isAtWork(before)]).toEqual([false, true])
    expect(isSeen(growth(world, at, at + 60))).toBe(true)
    const steady = growth(world, at + 10, at + 110)
    expect(isLeft(steady)).toBe(true)
    expect(never.flatMap((filter) => steady.lines(filter))).toEqual([])
    const after = growth(world, at + 130, at + 230)
    expect([isLeft(after), isAtWork(after)]).toEqual([false, true])
  })

  it.each(demoIncidents.map(({ name }) => name))(
    '%s stays in the past as it was told then, and comes alike by seed',
    async (name) => {
      const tellAt = async (world: DemoWorld, now: number) =>
        demoMetrics(world, new ManualClock(now)).edgeTraffic({ at: at + 60, windowSeconds: 50, withQuantiles: true })
      const world = quietWorld()
      const quiet = await tellAt(world, at + 60)
      world.startIncident(name, at)
      const then = await tellAt(world, at + 60)
      expect(then).not.toEqual(quiet)
      world.healIncident(name, at + 120)
      world.applyObject(weightedRoute(shopServices.catalog, { v3: 1, v4: 1 }), at + 200)
      expect(await tellAt(world, at + 900)).toEqual(then)
      const again = quietWorld()
      again.startIncident(name, at)
      expect(await tellAt(again, at + 60)).toEqual(then)
      const other = quietWorld(2)
      other.startIncident(name, at)
      expect(await tellAt(other, at + 60)).not.toEqual(then)
    },
  )

  it.each(demoIncidents.map(({ name }) => name))('%s never has a counter fall', (name) => {
    const world = quietWorld()
    world.startIncident(name, at)
    world.healIncident(name, at + 0.5)
    world.startIncident(name, at + 40)
    const seconds = [at - 5, at, at + 0.1, at + 0.3, at + 0.6, at + 1, at + 39, at + 41, at + 80]
    const values = seconds.map((second) => countsAt(world, second).series)
    for (const [index, later] of values.slice(1).entries()) {
      const fallen = [...(values[index] ?? [])].filter(([id, { value }]) => value > (later.get(id)?.value ?? 0))
      expect(fallen).toEqual([])
    }
  })

  it('before the start goes on in the present, and its change is in the object’s history', async () => {
    const incidents = [{ name: 'missing-subset' as const, startedAt: startedAt - 600 }]
    const world = demoWorld({ seed: 1, services: 13, startedAt, isQuiet: true, incidents })
    expect(world.incidentsAt(startedAt)).toEqual([{ name: 'missing-subset', startedAt: startedAt - 600 }])
    const lost = async (second: number) => {
      const { requests } = await demoMetrics(world, new ManualClock(second)).edgeTraffic({
        at: second,
        windowSeconds: 60,
        withQuantiles: false,
      })
      return requests.filter(({ flags }) => flags.includes('NC')).length
    }
    expect([await lost(startedAt - 660), await lost(startedAt - 500), await lost(startedAt)]).toEqual([0, 1, 1])
    const route = world.objectsAt(startedAt).find(({ kind, name }) => kind === 'VirtualService' && name === 'payments')
    expect(route).toMatchObject({ changedBy: 'kubectl-client-side-apply' })
  })

  it('healed gives back what it overwrote, and leaves what somebody has mended meanwhile', () => {
    const world = quietWorld()
    const own = weightedRoute(shopServices.payments, { v1: 60, v2: 40 })
    const specNow = (second: number) =>
      world.objectsAt(second).find(({ kind, name }) => kind === 'VirtualService' && name === 'payments')?.spec
    world.applyObject(own, at)
    world.startIncident('missing-subset', at + 10)
    world.healIncident('missing-subset', at + 20)
    expect(specNow(at + 20)).toEqual(own.spec)
    const mended = weightedRoute(shopServices.payments, { v1: 100 })
    world.startIncident('missing-subset', at + 30)
    world.applyObject(mended, at + 40)
    world.healIncident('missing-subset', at + 50)
    expect(specNow(at + 50)).toEqual(mended.spec)
  })

  it('takes its pods from Kubernetes, or their readiness, for as long as it goes on', async () => {
    const world = quietWorld()
    const clock = new ManualClock(at + 30)
    world.startIncident('process-crash', at)
    world.startIncident('subset-without-pods', at)
    const told = async () => {
      const { workloads, pods } = await demoCluster(world, clock).inventory()
      return {
        workloads: workloads
          .filter(({ name }) => name === 'cart-v7' || name === 'catalog-v4')
          .map(({ name, readyPods, desiredPods }) => [name, readyPods, desiredPods]),
        pods: pods
          .filter(({ workload }) => workload === 'cart-v7' || workload === 'catalog-v4')
          .map(({ workload, isReady, restarts }) => [workload, isReady, restarts]),
      }
    }
    expect(await told()).toEqual({
      workloads: [
        ['catalog-v4', 0, 0],
        ['cart-v7', 0, 2],
      ],
      pods: [
        ['cart-v7', false, 1],
        ['cart-v7', false, 1],
      ],
    })
    world.healIncident('process-crash', at + 40)
    world.healIncident('subset-without-pods', at + 40)
    await clock.advance(20)
    expect((await told()).pods.filter(([, isReady]) => isReady)).toHaveLength(4)
  })

  it('is refused twice at a time, and healing where it never began', () => {
    const world = quietWorld()
    expect(() => world.healIncident('load-surge', at)).toThrow(/conflict/)
    world.startIncident('load-surge', at)
    expect(() => world.startIncident('load-surge', at + 1)).toThrow(/conflict/)
  })
})

describe('a quiet world', () => {
  it('has next to no failures, and the other one always some', async () => {
    const failing = async (world: DemoWorld) => {
      const { requests } = await demoMetrics(world, new ManualClock(at)).edgeTraffic({
        at,
        windowSeconds: 300,
        withQuantiles: false,
      })
      const rate = (rows: typeof requests) => rows.reduce((sum, { perSecond }) => sum + perSecond, 0)
      return rate(requests.filter(({ code }) => code.startsWith('5'))) / rate(requests)
    }
    expect(await failing(quietWorld())).toBeLessThan(0.002)
    expect(await failing(demoWorld({ seed: 1, services: 300, startedAt, isQuiet: true }))).toBeLessThan(0.002)
    expect(await failing(demoWorld({ seed: 1, services: 13, startedAt }))).toBeGreaterThan(0.003)
  })
})
