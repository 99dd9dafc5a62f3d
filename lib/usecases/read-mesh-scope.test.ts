import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { Ctx } from '../ports/ctx.ts'
import { aCluster, aNamespace, anInventory } from '../testing/builders.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { readMeshScope } from './read-mesh-scope.ts'

function ctxOf(inventory: () => Promise<Inventory>, scrape: () => Promise<number>): Ctx<'cluster' | 'metrics'> {
  const notAsked = () => Promise.reject(new Error('not asked'))
  return {
    signal: new AbortController().signal,
    cluster: readOnlyCluster(inventory),
    metrics: {
      edgeTraffic: notAsked,
      serviceTraffic: notAsked,
      arrivals: notAsked,
      callHistory: notAsked,
      requestCounts: notAsked,
      scrapeIntervalSeconds: scrape,
      probe: notAsked,
    },
  }
}

const inventory = anInventory({
  clusters: [aCluster({ id: 'west', name: 'W' }), aCluster({ id: 'east', name: 'E' })],
  namespaces: [aNamespace('shop', { cluster: 'west' }), aNamespace('pay'), aNamespace('shop', { cluster: 'east' })],
  notices: [{ source: 'kubernetes', code: 'stale' }],
})

describe('readMeshScope', () => {
  it('offers clusters and namespaces in order', async () => {
    const scope = await readMeshScope(
      ctxOf(
        async () => inventory,
        async () => 5,
      ),
    )
    expect(scope).toEqual({
      clusters: [
        { id: 'east', name: 'E' },
        { id: 'west', name: 'W' },
      ],
      namespaces: [
        { cluster: 'demo', name: 'pay', injection: 'sidecar' },
        { cluster: 'east', name: 'shop', injection: 'sidecar' },
        { cluster: 'west', name: 'shop', injection: 'sidecar' },
      ],
      scrapeIntervalSeconds: 5,
      notices: [{ source: 'kubernetes', code: 'stale' }],
    })
  })

  it('tells which namespaces it is limited to, those it could not read included, only while it reads no other', async () => {
    const ctx = ctxOf(
      async () => inventory,
      async () => 5,
    )
    const { limitedTo, namespaces } = await readMeshScope(ctx, ['shop', 'pay', 'ops'])
    expect(limitedTo).toEqual(['ops', 'pay', 'shop'])
    expect(namespaces.map(({ name }) => name)).not.toContain('ops')
    expect(await readMeshScope(ctx, ['shop'])).not.toHaveProperty('limitedTo')
  })

  it('leaves the interval out when Prometheus is down, and rejects when Kubernetes is', async () => {
    const down = () => Promise.reject(new AppError('unavailable'))
    expect(await readMeshScope(ctxOf(async () => inventory, down))).not.toHaveProperty('scrapeIntervalSeconds')
    await expect(readMeshScope(ctxOf(down, async () => 5))).rejects.toMatchObject({ code: 'unavailable' })
  })
})
