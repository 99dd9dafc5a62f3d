import { describe, expect, it } from 'vitest'
import type { KubernetesObject, ObjectReference } from '../domain/mesh/kubernetes-object.ts'
import { ObjectView } from '../domain/objects/object-view.ts'
import type { Ctx } from '../ports/ctx.ts'
import { aCluster, anInventory, anObject, aService } from '../testing/builders.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { readObject } from './read-object.ts'

const inventory = anInventory({
  clusters: [aCluster(), aCluster({ id: 'west' })],
  services: [aService('shop', 'back', { cluster: 'west' })],
  objects: [anObject('VirtualService', 'shop', 'back', { hosts: ['back'] }, { cluster: 'west' })],
})

const stored: KubernetesObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'back', namespace: 'shop', managedFields: [{ manager: 'kubectl' }] },
  spec: { hosts: ['back'] },
}

const question = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'back' }

function ctxOf() {
  const asked: ObjectReference[] = []
  const cluster = {
    ...readOnlyCluster(async () => inventory),
    async read(reference: ObjectReference) {
      asked.push(reference)
      return stored
    },
  }
  const ctx: Ctx<'cluster'> = { signal: new AbortController().signal, cluster }
  return { ctx, asked }
}

describe('readObject', () => {
  it('reads the object where it is, drops its bookkeeping, and says where its fields lead', async () => {
    const { ctx, asked } = ctxOf()
    const view = await readObject(ctx, { ...question, cluster: 'what telemetry calls west' })
    expect(asked).toEqual([{ ...question, cluster: 'west' }])
    expect(ObjectView.parse(view)).toEqual(view)
    expect(view.object.metadata).toEqual({ name: 'back', namespace: 'shop' })
    expect(view.links).toEqual([
      { path: ['spec', 'hosts', 0], targets: [{ kind: 'service', cluster: 'west', namespace: 'shop', name: 'back' }] },
    ])
  })

  it.each([
    ['v1', 'Secret'],
    ['v1', 'ConfigMap'],
    ['networking.istio.io/v1', 'Secret'],
    ['example.org/v1', 'VirtualService'],
  ])('refuses %s %s before the cluster is asked', async (apiVersion, kind) => {
    const { ctx, asked } = ctxOf()
    await expect(readObject(ctx, { ...question, apiVersion, kind })).rejects.toMatchObject({
      code: 'invalid',
      params: { reason: 'kind-not-shown' },
    })
    expect(asked).toEqual([])
  })
})
