import { describe, expect, it } from 'vitest'
import { anInventory, anObject, aRequest, aService, aWorkload, edgeTraffic, from, to } from '../../testing/builders.ts'
import { withHealth } from '../health/with-health.ts'
import type { MeshObject } from '../mesh/inventory.ts'
import { buildGraph } from './build-graph.ts'
import type { GraphType } from './scope.ts'

const inventory = anInventory({
  services: [aService('shop', 'front'), aService('shop', 'back')],
  workloads: [aWorkload('shop', 'front'), aWorkload('shop', 'back', 'v1'), aWorkload('shop', 'back', 'v2')],
})
const front = from('shop', 'front')
const [v1, v2] = [to('shop', 'back', 'v1'), to('shop', 'back', 'v2')]
const route = [{ destination: { host: 'back', subset: 'v1' } }]
const toV2 = { host: 'back', subset: 'v2' }
const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }))
const rule = anObject('DestinationRule', 'shop', 'back', { host: 'back', subsets })

/** Which nodes are told to get copies, when 80 requests a second reach v1, and as many v2 that only its proxy counts. */
function mirroredTo(http: Record<string, unknown>, others: MeshObject[] = [], type: GraphType = 'workload') {
  const virtualService = anObject('VirtualService', 'shop', 'back', { hosts: ['back'], http: [http] })
  const counted = { perSecond: 80, code: '200' }
  const requests = [
    aRequest(front, v1, { ...counted, reporter: 'source' }),
    aRequest(front, v1, { ...counted, reporter: 'destination' }),
    aRequest(front, v2, { perSecond: 80, code: '500', reporter: 'destination' }),
  ]
  const graph = withHealth(
    buildGraph({
      inventory: { ...inventory, objects: [rule, virtualService, ...others] },
      traffic: edgeTraffic({ requests }),
      type,
      at: 1_790_000_000,
      windowSeconds: 60,
    }),
  )
  expect(graph.nodes.find(({ name }) => name === 'front')).toMatchObject({
    requestsPerSecond: 80,
    errorRatio: 0,
    health: 'healthy',
  })
  return graph.edges.filter(({ isMirrored }) => isMirrored).map(({ target }) => target)
}

describe('a mirror in the caller’s VirtualService', () => {
  it('makes copies known for what they are, and the caller is charged with none of their failures', () => {
    expect(mirroredTo({ route, mirror: toV2 })).toEqual(['workload:demo/shop/back-v2'])
    expect(mirroredTo({ route, mirrors: [{ destination: toV2 }] })).toEqual(['workload:demo/shop/back-v2'])
    expect(mirroredTo({ route, mirror: toV2 }, [], 'versioned-app')).toEqual(['versioned-app:demo/shop/back/v2'])
  })

  it('is not taken for granted: a retry is none, nor a mirror to where the route forwards anyway', () => {
    expect(mirroredTo({ route })).toEqual([])
    expect(mirroredTo({ route, mirror: { host: 'back', subset: 'v1' } })).toEqual([])
    const both = [...route, { destination: toV2, weight: 50 }]
    expect(mirroredTo({ route: both, mirror: toV2 })).toEqual([])
    expect(mirroredTo({ route, mirror: { host: 'back', subset: 'missing' } })).toEqual([])
  })

  it('counts only where it is in force: not shadowed by an older one, not for other callers', () => {
    const later = anObject(
      'VirtualService',
      'shop',
      'later',
      { hosts: ['back'], http: [{ route, mirror: toV2 }] },
      { createdAt: '2026-02-01T00:00:00Z' },
    )
    expect(mirroredTo({ route }, [later])).toEqual([])
    expect(mirroredTo({ route, match: [{ sourceLabels: { app: 'other' } }], mirror: toV2 })).toEqual([])
    expect(mirroredTo({ route, match: [{ sourceLabels: { app: 'front' } }], mirror: toV2 })).toHaveLength(1)
  })
})
