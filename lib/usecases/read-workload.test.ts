import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { WorkloadDetail } from '../domain/graph/workload-detail.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { EdgeTraffic } from '../domain/telemetry/traffic.ts'
import type { Ctx } from '../ports/ctx.ts'
import {
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
import { readServiceFacts } from './read-service-facts.ts'
import { readWorkload } from './read-workload.ts'
import { readWorkloadFacts } from './read-workload-facts.ts'

const inventory = anInventory({
  services: [aService('shop', 'front'), aService('shop', 'back'), aService('pay', 'payments')],
  workloads: [
    aWorkload('shop', 'front', 'v1'),
    aWorkload('shop', 'back', 'v1', { desiredPods: 2 }),
    aWorkload('pay', 'payments'),
  ],
  pods: [
    aPod('shop', 'back-v1', { restarts: 2 }),
    aPod('shop', 'back-v1', { name: 'back-v1-1', restarts: 1, isReady: false }),
  ],
  objects: [
    anObject('VirtualService', 'shop', 'back', { hosts: ['back'] }),
    anObject('PeerAuthentication', 'shop', 'default', {}),
    anObject('VirtualService', 'pay', 'payments', { hosts: ['payments'] }),
  ],
})

const traffic = edgeTraffic({
  requests: [
    aRequest(from('shop', 'front', 'v1'), to('shop', 'back', 'v1'), { perSecond: 3 }),
    aRequest(from('shop', 'back', 'v1'), to('pay', 'payments')),
  ],
})

function ctxOf(parts: { inventory?: Inventory; traffic?: EdgeTraffic }): Ctx<'cluster' | 'metrics' | 'clock'> {
  const orDown = async <Value>(value: Value | undefined): Promise<Value> => {
    if (value === undefined) {
      throw new AppError('unavailable')
    }
    return value
  }
  const notAsked = () => Promise.reject(new Error('not asked'))
  return {
    signal: new AbortController().signal,
    cluster: readOnlyCluster(() => orDown(parts.inventory)),
    metrics: {
      edgeTraffic: () => orDown(parts.traffic),
      serviceTraffic: notAsked,
      arrivals: notAsked,
      callHistory: notAsked,
      requestCounts: notAsked,
      scrapeIntervalSeconds: async () => 15,
      probe: notAsked,
    },
    clock: { now: () => 1_790_000_000, sleep: () => new Promise(() => {}) },
  }
}

const back = { namespace: 'shop', name: 'back-v1', windowSeconds: 60 }

describe('readWorkload', () => {
  it('tells its pods, its services, who calls it, what it calls, and the objects about it or its services', async () => {
    const detail = await readWorkload(ctxOf({ inventory, traffic }), back)
    expect(WorkloadDetail.parse(detail)).toEqual(detail)
    expect(detail).toMatchObject({ ownerKind: 'Deployment', desiredPods: 2, services: ['back'] })
    expect(detail.node).toMatchObject({ requestsPerSecond: 3, health: 'healthy' })
    expect(detail.pods.map(({ name }) => name)).toEqual(['back-v1-0', 'back-v1-1'])
    const nameOf = (id: string) => detail.nodes.find((node) => node.id === id)?.name
    expect(detail.callers.map(({ source }) => nameOf(source))).toEqual(['front-v1'])
    expect(detail.callees.map(({ target }) => nameOf(target))).toEqual(['payments'])
    expect(detail.objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'PeerAuthentication default',
      'VirtualService back',
    ])
  })

  it('shows what traffic alone knows while Kubernetes is down', async () => {
    const detail = await readWorkload(ctxOf({ traffic }), back)
    expect(detail).toMatchObject({ services: [], pods: [], objects: [], findings: [] })
    expect(detail).not.toHaveProperty('ownerKind')
    expect(detail.notices.map(({ source }) => source)).toContain('kubernetes')
  })

  it('rejects with not-found when nobody knows it, and with Kubernetes’ failure when that may be why', async () => {
    const nobody = { ...back, name: 'nobody' }
    await expect(readWorkload(ctxOf({ inventory, traffic }), nobody)).rejects.toMatchObject({ code: 'not-found' })
    await expect(readWorkload(ctxOf({ traffic }), nobody)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('the facts of services and workloads', () => {
  it('are sorted, and only of the namespaces that are asked for', async () => {
    const ctx = ctxOf({ inventory })
    const namesOf = (list: { namespace: string; name: string }[]) =>
      list.map(({ namespace, name }) => `${namespace}/${name}`)
    expect(namesOf((await readServiceFacts(ctx, {})).services)).toEqual(['pay/payments', 'shop/back', 'shop/front'])
    expect(namesOf((await readServiceFacts(ctx, { namespaces: ['pay'] })).services)).toEqual(['pay/payments'])
    expect(namesOf((await readWorkloadFacts(ctx, { cluster: 'west' })).workloads)).toEqual([])
  })

  it('count restarts over all pods, and none where no pod is known', async () => {
    const { workloads } = await readWorkloadFacts(ctxOf({ inventory }), { namespaces: ['shop'] })
    expect(workloads.map(({ name, restarts, services }) => [name, restarts, services])).toEqual([
      ['back-v1', 3, ['back']],
      ['front-v1', undefined, ['front']],
    ])
  })
})
