import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../testing/manual-clock.ts'
import { weightedRoute } from './blueprint-parts.ts'
import { demoClock } from './demo-clock.ts'
import { demoCluster } from './demo-cluster.ts'
import { shopServices } from './shop.ts'
import { demoWorld } from './world.ts'

const startedAt = 1_795_262_400

describe('the demo cluster', () => {
  it('knows every workload and service that telemetry speaks of, by the same cluster id', async () => {
    const world = demoWorld({ seed: 1, services: 120, startedAt })
    const { clusters, workloads, services, pods } = await demoCluster(world, new ManualClock(startedAt)).inventory()
    const places = new Set(workloads.map((one) => `${one.cluster}/${one.namespace}/${one.name}/${one.version ?? ''}`))
    const ends = [...world.flows()].flatMap(({ source, destination }) => [source, destination])
    const spoken = ends
      // Telemetry names what stands behind a ServiceEntry after the entry.
      .filter(({ workload }) => workload !== undefined && workload !== 'bank')
      .map((end) => `${end.cluster}/${end.namespace}/${end.workload}/${end.version ?? ''}`)
    expect(spoken.length).toBeGreaterThan(500)
    expect(spoken.filter((place) => !places.has(place))).toEqual([])
    expect(clusters).toEqual([{ name: 'demo', id: 'demo', idOrigin: 'control-plane' }])
    expect(services).toHaveLength(120)
    expect(new Set(pods.map(({ namespace, name }) => `${namespace}/${name}`)).size).toBe(pods.length)
    expect(pods.length).toBe(workloads.reduce((sum, { readyPods }) => sum + readyPods, 0))
  })

  it('shows the objects of its clock’s now', async () => {
    const world = demoWorld({ seed: 1, services: 13, startedAt })
    const changed = world.applyObject(weightedRoute(shopServices.payments, { v1: 1, v2: 1 }), startedAt + 10)
    const objectsAt = async (second: number) => (await demoCluster(world, new ManualClock(second)).inventory()).objects
    expect(await objectsAt(startedAt + 9)).not.toContain(changed)
    expect(await objectsAt(startedAt + 10)).toContain(changed)
  })

  it('rejects with the reason of the caller who stopped', async () => {
    const cluster = demoCluster(demoWorld({ seed: 1, services: 13, startedAt }), new ManualClock(startedAt))
    const reason = new Error('tab closed')
    await expect(cluster.inventory(AbortSignal.abort(reason))).rejects.toBe(reason)
    await expect(cluster.probe(AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

describe('the demo clock', () => {
  it('starts at the real now and runs as fast as told', async () => {
    const real = Date.now() / 1000
    const clock = demoClock({ speed: 100_000 })
    const before = clock.now()
    expect(before).toBeGreaterThanOrEqual(real)
    await clock.sleep(1_000)
    expect(clock.now() - before).toBeGreaterThanOrEqual(900)
  })

  it('wakes with the reason of whoever aborted', async () => {
    const stop = new AbortController()
    const sleeping = demoClock({ speed: 1 }).sleep(3_600, stop.signal)
    const reason = new Error('shut down')
    stop.abort(reason)
    await expect(sleeping).rejects.toBe(reason)
  })
})
