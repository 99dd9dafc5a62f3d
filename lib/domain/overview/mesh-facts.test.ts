import { describe, expect, it } from 'vitest'
import { aNamespace, aNode, anInventory, aSnapshot, aWorkload } from '../../testing/builders.ts'
import { defaultThresholds } from '../thresholds/thresholds.ts'
import { type FactsQuestion, meshFacts } from './mesh-facts.ts'

const inventory = anInventory({
  namespaces: [
    aNamespace('shop'),
    aNamespace('jobs', { injection: 'none' }),
    aNamespace('kube', { injection: 'none' }),
  ],
  workloads: [
    aWorkload('shop', 'cart', 'v1', { readyPods: 3 }),
    aWorkload('shop', 'batch', undefined, { membership: 'none', readyPods: 1 }),
    aWorkload('jobs', 'cron', undefined, { membership: 'ambient', readyPods: 2 }),
    aWorkload('kube', 'dns', undefined, { membership: 'none', readyPods: 9 }),
  ],
})
const service = (namespace: string, name: string) => aNode(`${namespace}/${name}`, { kind: 'service', namespace, name })
const asked: FactsQuestion = {
  inventory,
  services: aSnapshot({
    nodes: [
      { ...service('shop', 'cart'), thresholds: { ...defaultThresholds, origin: 'service' } },
      service('shop', 'web'),
      service('pay', 'ledger'),
      { ...service('edge', 'ingress'), kind: 'gateway' },
    ],
  }),
  versioned: aSnapshot({
    nodes: [
      aNode('batch', { membership: 'none', namespace: 'shop' }),
      aNode('dns', { membership: 'none', namespace: 'kube' }),
      aNode('probe', { membership: 'none', namespace: 'kube', requestsPerSecond: 1 }),
      aNode('bank', { kind: 'external', namespace: '' }),
    ],
  }),
}

describe('meshFacts', () => {
  it('counts what there is, and pods only where the mesh is', () => {
    expect(meshFacts(asked)).toMatchObject({
      clusters: 1,
      namespaces: 3,
      services: 4,
      workloads: 4,
      pods: { all: 6, meshed: 5 },
      ownThresholds: 1,
    })
  })

  it('names as outside what takes part without being in the mesh, not what has nothing to do with it', () => {
    expect(meshFacts(asked).outside).toEqual({ names: ['batch', 'probe', 'bank'], count: 3 })
  })

  it('keeps to the scope', () => {
    expect(meshFacts({ ...asked, namespaces: ['shop'] })).toMatchObject({
      namespaces: 1,
      services: 2,
      workloads: 2,
      pods: { all: 4, meshed: 3 },
    })
  })

  it('says nothing of what only Kubernetes knows where that could not be read', () => {
    const facts = meshFacts({ ...asked, inventory: undefined })
    expect(facts).toMatchObject({ services: 4, outside: { names: ['probe', 'bank'], count: 2 } })
    expect([facts.clusters, facts.workloads, facts.pods]).toEqual([undefined, undefined, undefined])
  })
})
