import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { ServiceDetail } from '../domain/graph/service-detail.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { EdgeTraffic } from '../domain/telemetry/traffic.ts'
import type { Ctx } from '../ports/ctx.ts'
import {
  aCluster,
  anInventory,
  anObject,
  aPod,
  aRequest,
  aService,
  aWorkload,
  edgeTraffic,
  from,
  to,
} from '../testing/builders.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { readService } from './read-service.ts'

const inventory = anInventory({
  services: [
    aService('shop', 'front'),
    aService('shop', 'back'),
    aService('pay', 'payments'),
    aService('shop', 'quiet'),
  ],
  workloads: [
    aWorkload('shop', 'front'),
    aWorkload('shop', 'back', 'v1', { desiredPods: 2 }),
    aWorkload('shop', 'back', 'v2'),
    aWorkload('pay', 'payments'),
  ],
  pods: [aPod('shop', 'back-v2'), aPod('shop', 'back-v1'), aPod('shop', 'front')],
  objects: [anObject('VirtualService', 'shop', 'back', { hosts: ['back'] })],
})

const traffic = edgeTraffic({
  requests: [
    aRequest(from('shop', 'front'), to('shop', 'back', 'v1'), { perSecond: 3 }),
    aRequest(from('shop', 'back', 'v1'), to('pay', 'payments')),
    aRequest(from('shop', 'front'), to('pay', 'payments')),
  ],
})

function ctxOf(parts: { inventory?: Inventory; traffic?: EdgeTraffic }): Ctx<'cluster' | 'metrics' | 'clock'> {
  const orDown = async <Value>(value: Value | undefined): Promise<Value> => {
    if (value === undefined) {
      throw new AppError('unavailable')
    }
    return value
  }
  return {
    signal: new AbortController().signal,
    cluster: readOnlyCluster(() => orDown(parts.inventory)),
    metrics: {
      edgeTraffic: () => orDown(parts.traffic),
      serviceTraffic: () => Promise.reject(new Error('not asked')),
      arrivals: () => Promise.reject(new Error('not asked')),
      callHistory: () => Promise.reject(new Error('not asked')),
      requestCounts: () => Promise.reject(new Error('not asked')),
      scrapeIntervalSeconds: async () => 15,
      probe: async () => {},
    },
    clock: { now: () => 1_790_000_004.4, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
  }
}

const back = { namespace: 'shop', name: 'back', windowSeconds: 60 }

describe('readService', () => {
  it('tells of a service’s versions, pods, callers, callees and objects', async () => {
    const detail = ServiceDetail.parse(await readService(ctxOf({ inventory, traffic }), back))
    expect(detail.takenAt).toBe(1_790_000_000)
    expect(detail.node).toMatchObject({ name: 'back', requestsPerSecond: 3, versions: ['v1', 'v2'] })
    expect(detail.versions).toMatchObject([
      { version: 'v1', workloads: ['back-v1'], readyPods: 1, desiredPods: 2, node: { requestsPerSecond: 3 } },
      { version: 'v2', workloads: ['back-v2'] },
    ])
    expect(detail.versions[1]).not.toHaveProperty('node')
    expect(detail.pods.map((pod) => pod.name)).toEqual(['back-v1-0', 'back-v2-0'])
    expect(detail.callers.map((edge) => edge.source)).toEqual(['service:demo/shop/front'])
    expect(detail.callees.map((edge) => edge.target)).toEqual(['service:demo/pay/payments'])
    expect(detail.nodes.map((node) => node.name)).toEqual(['payments', 'back', 'front'])
    expect(detail.objects).toMatchObject([{ kind: 'VirtualService', namespace: 'shop', name: 'back' }])
    expect(detail.ports).toEqual([{ name: 'http', number: 80, protocol: 'http' }])
  })

  it('knows a service nobody called', async () => {
    const detail = await readService(ctxOf({ inventory, traffic }), { ...back, name: 'quiet' })
    expect(detail).toMatchObject({ node: { health: 'idle' }, callers: [], callees: [] })
  })

  it('knows what there is while Prometheus is down, and from traffic while Kubernetes is', async () => {
    const still = await readService(ctxOf({ inventory }), back)
    expect(still).toMatchObject({ node: { health: 'unknown' }, notices: [{ source: 'prometheus' }] })
    expect(still.versions.map(({ version }) => version)).toEqual(['v1', 'v2'])
    const seen = await readService(ctxOf({ traffic }), back)
    expect(seen).toMatchObject({ node: { requestsPerSecond: 3 }, pods: [] })
    expect(seen.notices).toMatchObject([{ source: 'kubernetes' }, { code: 'quantiles-omitted' }])
    expect(seen.versions.map(({ version }) => version)).toEqual(['v1'])
  })

  it('rejects with not-found only when it could look', async () => {
    const ghost = { ...back, name: 'ghost' }
    await expect(readService(ctxOf({ inventory, traffic }), ghost)).rejects.toMatchObject({ code: 'not-found' })
    await expect(readService(ctxOf({ traffic }), ghost)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('finds it by the inventory’s cluster id and by telemetry’s', async () => {
    const lab = <Item extends { cluster: string }>(items: Item[]) => items.map((item) => ({ ...item, cluster: 'lab' }))
    const assumed: Inventory = {
      ...inventory,
      clusters: [aCluster({ id: 'lab', idOrigin: 'assumed' })],
      services: lab(inventory.services),
      workloads: lab(inventory.workloads),
      pods: lab(inventory.pods),
      objects: lab(inventory.objects),
    }
    for (const cluster of ['lab', 'demo']) {
      const detail = await readService(ctxOf({ inventory: assumed, traffic }), { ...back, cluster })
      expect(detail).toMatchObject({ node: { requestsPerSecond: 3, cluster: 'demo' }, objects: [{ name: 'back' }] })
      expect(detail.pods).toHaveLength(2)
    }
  })
})
