import { describe, expect, it } from 'vitest'
import { aCluster, anInventory, aRequest, aService, aWorkload, edgeTraffic, from, to } from '../../testing/builders.ts'
import type { MeshCluster } from '../mesh/inventory.ts'
import { buildGraph } from './build-graph.ts'
import { foldClusterIds } from './fold-cluster-ids.ts'

const told = (cluster: string, app = 'front') =>
  aRequest({ ...from('shop', app), cluster }, { ...to('shop', 'back'), cluster })

function inventoryOf(...clusters: { cluster: MeshCluster; apps: string[] }[]) {
  return anInventory({
    clusters: clusters.map(({ cluster }) => cluster),
    services: clusters.map(({ cluster }) => aService('shop', 'back', { cluster: cluster.id })),
    workloads: clusters.flatMap(({ cluster, apps }) =>
      apps.map((app) => aWorkload('shop', app, undefined, { cluster: cluster.id })),
    ),
  })
}

const assumed = (id: string) => aCluster({ id, name: id, idOrigin: 'assumed' })
const learnt = (id: string) => aCluster({ id, name: id, idOrigin: 'control-plane' })
const apps = ['front', 'back']

describe('foldClusterIds', () => {
  it('leaves ids alone that telemetry uses', () => {
    const inventory = inventoryOf({ cluster: assumed('Kubernetes'), apps })
    const folding = foldClusterIds(inventory, edgeTraffic({ requests: [told('Kubernetes')] }))
    expect(folding.inventory).toBe(inventory)
    expect(folding.undecided).toEqual([])
  })

  it('folds an assumed id onto the telemetry id that has its workloads', () => {
    const inventory = inventoryOf({ cluster: assumed('lab'), apps })
    const folding = foldClusterIds(inventory, edgeTraffic({ requests: [told('Kubernetes')] }))
    expect(folding.idOf('lab')).toBe('Kubernetes')
    expect(new Set(folding.inventory.workloads.map((workload) => workload.cluster))).toEqual(new Set(['Kubernetes']))
    expect(folding.undecided).toEqual([])
  })

  it('folds each of several clusters by what only it runs', () => {
    const inventory = inventoryOf(
      { cluster: assumed('a'), apps: ['front'] },
      { cluster: assumed('b'), apps: ['stock'] },
    )
    const folding = foldClusterIds(inventory, edgeTraffic({ requests: [told('east'), told('west', 'stock')] }))
    expect([folding.idOf('a'), folding.idOf('b')]).toEqual(['east', 'west'])
  })

  it('decides nothing where two clusters run the same', () => {
    const inventory = inventoryOf({ cluster: assumed('a'), apps }, { cluster: assumed('b'), apps })
    const folding = foldClusterIds(inventory, edgeTraffic({ requests: [told('east')] }))
    expect(folding.idOf('a')).toBe('a')
    expect(folding.undecided).toEqual(['a', 'b'])
  })

  it('decides nothing for a strange id whose workloads nobody has', () => {
    const inventory = inventoryOf({ cluster: assumed('a'), apps: ['stock'] })
    expect(foldClusterIds(inventory, edgeTraffic({ requests: [told('east')] })).undecided).toEqual(['a'])
  })

  it('folds a learnt id only when telemetry knows none of the inventory’s ids and most workloads match', () => {
    const one = inventoryOf({ cluster: learnt('a'), apps })
    expect(foldClusterIds(one, edgeTraffic({ requests: [told('east')] })).idOf('a')).toBe('east')
    const two = inventoryOf({ cluster: learnt('a'), apps }, { cluster: learnt('b'), apps: ['stock'] })
    const traffic = edgeTraffic({ requests: [told('east'), told('b', 'stock')] })
    expect(foldClusterIds(two, traffic).idOf('a')).toBe('a')
  })

  it('has nothing to say about a silent cluster when every telemetry id is claimed', () => {
    const inventory = inventoryOf({ cluster: learnt('a'), apps }, { cluster: learnt('b'), apps: [] })
    expect(foldClusterIds(inventory, edgeTraffic({ requests: [told('a')] })).undecided).toEqual([])
  })

  it('takes telemetry without any cluster label for the only cluster there is', () => {
    const { cluster: _, ...source } = from('shop', 'front')
    const { cluster: __, ...destination } = to('shop', 'back')
    const traffic = edgeTraffic({ requests: [aRequest(source, destination)] })
    const inventory = inventoryOf({ cluster: learnt('a'), apps })
    const graph = buildGraph({ inventory, traffic, type: 'workload', at: 1, windowSeconds: 60 })
    expect(graph.nodes.map((node) => node.id)).toEqual(['workload:a/shop/back', 'workload:a/shop/front'])
  })
})

describe('a graph whose sources call the cluster differently', () => {
  const traffic = edgeTraffic({ requests: [told('Kubernetes')] })

  it('has each node once and every edge, and finds it by either name', () => {
    const inventory = inventoryOf({ cluster: assumed('lab'), apps })
    for (const cluster of [undefined, 'lab', 'Kubernetes']) {
      const graph = buildGraph({ inventory, traffic, type: 'workload', cluster, at: 1, windowSeconds: 60 })
      expect(graph.nodes.map((node) => node.id)).toEqual([
        'workload:Kubernetes/shop/back',
        'workload:Kubernetes/shop/front',
      ])
      expect(graph.edges).toHaveLength(1)
      expect(graph.notices).toEqual([])
    }
  })

  it('says so when it could not be decided, and keeps the edge', () => {
    const inventory = inventoryOf({ cluster: assumed('a'), apps }, { cluster: assumed('b'), apps })
    const graph = buildGraph({ inventory, traffic, type: 'workload', at: 1, windowSeconds: 60 })
    expect(graph.edges).toHaveLength(1)
    expect(graph.notices).toMatchObject([
      { code: 'cluster-id-unknown', cluster: 'a' },
      { code: 'cluster-id-unknown', cluster: 'b' },
    ])
  })
})
