import { describe, expect, test } from 'vitest'
import { aService, aWorkload } from '../../testing/builders.ts'
import { cartHost, cartMesh, cartRoutes, cartRule, factsFor, toCart, written } from '../../testing/change-facts.ts'
import type { Inventory } from '../mesh/inventory.ts'
import type { ChangeIntent } from './change-intent.ts'
import { planChange } from './plan-change.ts'
import { httpRoutesOf } from './written-object.ts'

const cart = { namespace: 'shop', service: 'cart' }

function plan(intent: ChangeIntent, inventory: Inventory, more: Parameters<typeof factsFor>[2] = {}) {
  return planChange(intent, factsFor(intent, inventory, more))
}

function setWeights(weights: Record<string, number>, more: object = {}): ChangeIntent {
  return { kind: 'set-weights', ...cart, weights, ...more }
}

function rules(found: { findings: { rule: string; severity: string }[] }, severity: string): string[] {
  return found.findings.filter((finding) => finding.severity === severity).map(({ rule }) => rule)
}

describe('weights', () => {
  const policies = {
    timeout: '3s',
    retries: { attempts: 2, retryOn: '5xx' },
    rewrite: { uri: '/x' },
    corsPolicy: { allowOrigins: [{ exact: 'a' }] },
    headers: { request: { add: { a: 'b' } } },
    fieldOfTomorrow: { kept: [1, { two: null }] },
  }
  const mesh = cartMesh([
    cartRule(),
    cartRoutes([
      { match: [{ uri: { prefix: '/a' } }], route: [{ destination: { host: 'web.front.svc.cluster.local' } }] },
      { match: [{ uri: { prefix: '/b' } }], route: [toCart('v1')], ...policies },
      { route: [toCart('v1', 100), toCart('v2', 0)] },
    ]),
  ])

  test('the catch-all that carries both versions gets the weights, and nothing else differs', () => {
    const found = plan(setWeights({ v1: 80, v2: 20 }), mesh)
    expect(rules(found, 'block')).toEqual([])
    expect(found.writes.map(({ verb, diff }) => ({ verb, diff }))).toEqual([
      {
        verb: 'replace',
        diff: [
          { path: ['spec', 'http', 2, 'route', 0, 'weight'], kind: 'changed', before: 100, after: 80 },
          { path: ['spec', 'http', 2, 'route', 1, 'weight'], kind: 'changed', before: 0, after: 20 },
        ],
      },
    ])
    expect(found.resulting[0]?.shares.map(({ version, share }) => [version, share])).toEqual([
      ['v1', 0.8],
      ['v2', 0.2],
    ])
  })

  test('a second time there is nothing to do', () => {
    const first = plan(setWeights({ v1: 80, v2: 20 }), mesh)
    const second = plan(setWeights({ v1: 80, v2: 20 }), written(mesh, first))
    expect(second.writes).toEqual([])
    expect(rules(second, 'info')).toContain('nothing-to-do')
  })

  test('a service without objects gets a rule with its subsets first, then routes with a catch-all', () => {
    const found = plan(setWeights({ v1: 90, v2: 10 }), cartMesh())
    expect(rules(found, 'block')).toEqual([])
    expect(
      found.writes.map(({ verb, reference: { kind, name }, resourceVersion, acknowledgedBy }) => [
        verb,
        kind,
        name,
        resourceVersion,
        acknowledgedBy,
      ]),
    ).toEqual([
      ['create', 'DestinationRule', 'exantas-cart', null, 'cds'],
      ['create', 'VirtualService', 'cart', null, 'rds'],
    ])
    expect(found.writes[0]?.after?.spec).toEqual({
      host: cartHost,
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
    })
    expect(httpRoutesOf(found.writes[1]?.after)).toEqual([
      {
        name: 'exantas-default',
        route: [
          { destination: { host: cartHost, subset: 'v1' }, weight: 90 },
          { destination: { host: cartHost, subset: 'v2' }, weight: 10 },
        ],
      },
    ])
  })
})

describe('what is not ready', () => {
  test('a version without ready pods is refused, naming the selector', () => {
    const mesh = cartMesh([], {
      services: [aService('shop', 'cart')],
      workloads: [aWorkload('shop', 'cart', 'v1'), aWorkload('shop', 'cart', 'v2', { readyPods: 0 })],
    })
    const found = plan(setWeights({ v1: 90, v2: 10 }), mesh)
    expect(found.writes).toEqual([])
    expect(found.findings.find(({ rule }) => rule === 'no-ready-pods')).toMatchObject({
      severity: 'block',
      params: { version: 'v2', selector: 'app=cart,version=v2' },
    })
    expect(plan(setWeights({ v1: 100, v2: 0 }), mesh).writes).toHaveLength(2)
  })

  test('a version no workload has is refused, with those there are', () => {
    expect(rules(plan(setWeights({ v1: 90, v2: 0, v9: 10 }), cartMesh()), 'block')).toEqual(['version-unknown'])
  })
})
