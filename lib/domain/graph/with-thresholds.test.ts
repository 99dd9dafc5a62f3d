import { describe, expect, it } from 'vitest'
import { aNamespace, anInventory, aService, aWorkload } from '../../testing/builders.ts'
import { buildGraph } from './build-graph.ts'
import type { GraphType } from './scope.ts'

const inventory = anInventory({
  namespaces: [aNamespace('pay'), aNamespace('shop', { healthAnnotation: 'failing=5%' })],
  services: [
    aService('pay', 'payments', { healthAnnotation: 'failing=3%' }),
    aService('pay', 'ledger', { healthAnnotation: 'failing: 3%' }),
  ],
  workloads: [
    aWorkload('pay', 'payments', 'v1'),
    aWorkload('pay', 'payments', 'v2'),
    aWorkload('pay', 'ledger'),
    aWorkload('shop', 'cron'),
  ],
})

function graph(type: GraphType) {
  return buildGraph({ inventory, traffic: undefined, type, at: 1_790_000_000, windowSeconds: 60 })
}

function failingFrom(type: GraphType) {
  return Object.fromEntries(graph(type).nodes.map((node) => [node.id, node.thresholds?.failingErrorRatio]))
}

describe('withThresholds', () => {
  it('gives a service’s thresholds to its workloads and versions, and a namespace’s to all in it', () => {
    expect(failingFrom('service')).toEqual({
      'service:demo/pay/ledger': undefined,
      'service:demo/pay/payments': 0.03,
    })
    expect(failingFrom('workload')).toMatchObject({
      'workload:demo/pay/payments-v1': 0.03,
      'workload:demo/pay/payments-v2': 0.03,
      'workload:demo/shop/cron': 0.05,
    })
    expect(failingFrom('versioned-app')['versioned-app:demo/pay/payments/v2']).toBe(0.03)
    expect(failingFrom('app')['app:demo/pay/payments']).toBe(0.03)
  })

  it('names the object whose annotation it cannot read in one notice, and leaves its node to the defaults', () => {
    expect(graph('workload').notices).toEqual([
      { source: 'kubernetes', code: 'bad-thresholds', params: { names: ['Service pay/ledger'] } },
    ])
  })
})
