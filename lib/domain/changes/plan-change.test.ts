import { describe, expect, test } from 'vitest'
import { anObject, aService, aWorkload } from '../../testing/builders.ts'
import {
  cartHost,
  cartMesh,
  cartRoutes,
  cartRule,
  factsFor,
  planned,
  rulesOf,
  sharesOf,
  toCart,
  wholeObject,
  written,
} from '../../testing/change-facts.ts'
import { AppError } from '../errors.ts'
import { resourceVersionsOf } from './change-draft.ts'
import type { ChangeIntent } from './change-intent.ts'
import { ChangePlan } from './change-plan.ts'
import { planChange } from './plan-change.ts'
import { refuseStaleVersions } from './refuse-stale-versions.ts'
import { httpRoutesOf, specOf, writtenList } from './written-object.ts'

const cart = { namespace: 'shop', service: 'cart' }

function setWeights(weights: Record<string, number>, more: object = {}): ChangeIntent {
  return { kind: 'set-weights', ...cart, weights, ...more }
}

const half = [toCart('v1', 50), toCart('v2', 50)]

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
    const found = planned(setWeights({ v1: 80, v2: 20 }), mesh)
    expect(rulesOf(found, 'block')).toEqual([])
    expect(found.writes.map(({ verb, diff, resourceVersion }) => ({ verb, diff, resourceVersion }))).toEqual([
      {
        verb: 'replace',
        diff: [
          { path: ['spec', 'http', 2, 'route', 0, 'weight'], kind: 'changed', before: 100, after: 80 },
          { path: ['spec', 'http', 2, 'route', 1, 'weight'], kind: 'changed', before: 0, after: 20 },
        ],
        resourceVersion: '1',
      },
    ])
    expect(sharesOf(found)).toEqual({ v1: 0.8, v2: 0.2 })
    expect(ChangePlan.safeParse(JSON.parse(JSON.stringify(found))).success).toBe(true)
  })

  test('a second time there is nothing to do', () => {
    const first = planned(setWeights({ v1: 80, v2: 20 }), mesh)
    const second = planned(setWeights({ v1: 80, v2: 20 }), written(mesh, first))
    expect(second.writes).toEqual([])
    expect(rulesOf(second, 'info')).toContain('nothing-to-do')
  })

  test('a route can be named, and is found again after others moved it', () => {
    const key = planned(setWeights({ v1: 1, v2: 1 }), mesh).split.routes.find(({ match }) => match[0] === '/b*')?.key
    const moved = cartMesh([
      cartRule(),
      cartRoutes([
        { name: 'new', match: [{ uri: { prefix: '/n' } }], route: [toCart('v1')] },
        { match: [{ uri: { prefix: '/b' } }], route: [toCart('v1')], ...policies },
        { route: half },
      ]),
    ])
    const found = planned(setWeights({ v1: 90, v2: 10 }, { route: key }), moved)
    expect(httpRoutesOf(found.writes[0]?.after)[1]).toEqual({
      match: [{ uri: { prefix: '/b' } }],
      route: [toCart('v1', 90), toCart('v2', 10)],
      ...policies,
    })
    const gone = planned(setWeights({ v1: 90, v2: 10 }, { route: key }), cartMesh([cartRoutes([{ route: half }])]))
    expect([rulesOf(gone, 'block'), gone.writes]).toEqual([['route-gone'], []])
  })

  test('several routes, of several objects, are written in one plan', () => {
    const gatewayOnly = anObject('VirtualService', 'shop', 'edge', {
      hosts: ['cart.example.com'],
      gateways: ['public'],
      http: [{ route: [toCart('v1')] }],
    })
    const both = cartMesh([
      cartRule(),
      cartRoutes([{ route: half }]),
      gatewayOnly,
      anObject('Gateway', 'shop', 'public', {}),
    ])
    const route = planned(setWeights({ v1: 1, v2: 1 }), both).split.routes.map(({ key }) => key)
    const found = planned(setWeights({ v1: 90, v2: 10 }, { route }), both)
    expect(rulesOf(found, 'block')).toEqual([])
    expect(found.writes.map(({ reference }) => reference.name).sort()).toEqual(['cart-routes', 'edge'])
    expect(found.resulting.map(({ shares }) => shares.map(({ share }) => share))).toEqual([
      [0.9, 0.1],
      [0.9, 0.1],
    ])
    expect(found.affected).toMatchObject({ gateways: ['shop/public'], namespaces: ['front', 'shop'] })
  })
})

describe('a service without objects', () => {
  test('gets a rule with its subsets first, then routes with a catch-all', () => {
    const found = planned(setWeights({ v1: 90, v2: 10 }), cartMesh())
    expect(rulesOf(found, 'block')).toEqual([])
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
    expect(JSON.stringify(found.writes.map(({ after }) => after?.metadata))).not.toContain('istio.io')
  })

  test('completes a plan that a crash cut off after the rule, without a second one', () => {
    const whole = planned(setWeights({ v1: 90, v2: 10 }), cartMesh())
    const cut = written(cartMesh(), { writes: whole.writes.slice(0, 1) })
    const rest = planned(setWeights({ v1: 90, v2: 10 }), cut)
    expect(rest.writes.map(({ reference: { kind }, after }) => [kind, after?.spec])).toEqual([
      ['VirtualService', whole.writes[1]?.after?.spec],
    ])
  })

  test('keeps a user’s rule byte for byte and adds what is missing in one of its own, as visible', () => {
    const own = cartRule(['v1'], {})
    own.spec.exportTo = ['.', 'front']
    const found = planned(setWeights({ v1: 90, v2: 10 }), cartMesh([own]))
    expect(rulesOf(found, 'block')).toEqual([])
    expect(found.writes.map(({ verb, reference: { name }, after }) => [verb, name, after?.spec])).toEqual([
      [
        'create',
        'exantas-cart',
        { host: cartHost, exportTo: ['.', 'front'], subsets: [{ name: 'v2', labels: { version: 'v2' } }] },
      ],
      ['create', 'cart', expect.objectContaining({ exportTo: ['.', 'front'] })],
    ])
  })

  test('copies the policy of the wildcard rule its first one hides', () => {
    const policy = { tls: { mode: 'ISTIO_MUTUAL' }, outlierDetection: { consecutive5xxErrors: 3 } }
    const wildcard = anObject('DestinationRule', 'shop', 'all', {
      host: '*.shop.svc.cluster.local',
      trafficPolicy: policy,
    })
    const found = planned(setWeights({ v1: 90, v2: 10 }), cartMesh([wildcard]))
    expect(found.writes[0]?.after?.spec).toMatchObject({ host: cartHost, trafficPolicy: policy })
    expect(rulesOf(found, 'info')).toContain('policy-copied')
  })

  test('with several ports the destination has none, and says that it follows the listener', () => {
    const ports = [
      { name: 'http', number: 80, protocol: 'http' as const },
      { name: 'grpc', number: 90, protocol: 'grpc' as const },
    ]
    const mesh = cartMesh([], { services: [aService('shop', 'cart', { ports })] })
    const found = planned(setWeights({ v1: 90, v2: 10 }), mesh)
    expect(rulesOf(found, 'info')).toContain('port-follows-listener')
    expect(JSON.stringify(found.writes)).not.toContain('"port"')
  })

  test('whose only ports are TCP is refused', () => {
    const ports = [{ name: 'tcp', number: 80, protocol: 'tcp' as const }]
    const mesh = cartMesh([], { services: [aService('shop', 'cart', { ports })] })
    expect(rulesOf(planned(setWeights({ v1: 90, v2: 10 }), mesh), 'block')).toContain('no-http-port')
  })

  const long = 'x'.repeat(40)
  test.each([
    ['1.0', '1-0'],
    [`${long}-a`, `${long}-b`],
  ])('gives the versions %s and %s subsets of different names', (one, other) => {
    const mesh = cartMesh([], { workloads: [aWorkload('shop', 'cart', one), aWorkload('shop', 'cart', other)] })
    const intent = setWeights({ [one]: 90, [other]: 10 })
    const found = planned(intent, mesh)
    expect(rulesOf(found, 'block')).toEqual([])
    expect(sharesOf(found)).toEqual({ [one]: 0.9, [other]: 0.1 })
    const subsets = writtenList(specOf(found.writes[0]?.after).subsets)
    expect(new Set(subsets.map(({ name }) => name)).size).toBe(2)
    expect(new Set(subsets.map(({ labels }) => Object(labels).version))).toEqual(new Set([one, other]))
    // A rule that is gone is written again as it was: the routes' names still mean the same versions.
    const routesOnly = written(mesh, { writes: found.writes.slice(1) })
    const again = planned(setWeights({ [one]: 80, [other]: 20 }), routesOnly)
    expect(again.writes[0]?.after?.spec).toEqual(found.writes[0]?.after?.spec)
    expect(sharesOf(again)).toEqual({ [one]: 0.8, [other]: 0.2 })
  })

  test('takes a name that is free', () => {
    const other = anObject('VirtualService', 'shop', 'cart', { hosts: ['elsewhere.example.com'], http: [] })
    const found = planned(setWeights({ v1: 90, v2: 10 }), cartMesh([other]))
    expect(found.writes.map(({ reference }) => reference.name)).toEqual(['exantas-cart', 'exantas-cart'])
  })
})

describe('what is not ready', () => {
  test('a version without ready pods is refused, naming the selector', () => {
    const mesh = cartMesh([], {
      services: [aService('shop', 'cart')],
      workloads: [aWorkload('shop', 'cart', 'v1'), aWorkload('shop', 'cart', 'v2', { readyPods: 0 })],
    })
    const found = planned(setWeights({ v1: 90, v2: 10 }), mesh)
    expect(found.writes).toEqual([])
    expect(found.findings.find(({ rule }) => rule === 'no-ready-pods')).toMatchObject({
      severity: 'block',
      params: { version: 'v2', selector: 'app=cart,version=v2' },
    })
    expect(planned(setWeights({ v1: 100, v2: 0 }), mesh).writes).toHaveLength(2)
  })

  test('a version no workload has is refused, with those there are', () => {
    const found = planned(setWeights({ v1: 90, v2: 0, v9: 10 }), cartMesh())
    expect(found.findings.filter(({ severity }) => severity === 'block')).toEqual([
      { rule: 'version-unknown', severity: 'block', params: { version: 'v9', names: ['v1', 'v2'] } },
    ])
  })

  test('pods that carry neither version are told', () => {
    const mesh = cartMesh([cartRule(), cartRoutes([{ route: half }])], {
      workloads: [
        aWorkload('shop', 'cart', 'v1', { readyPods: 7 }),
        aWorkload('shop', 'cart', 'v2'),
        aWorkload('shop', 'cart', undefined, { name: 'cart-old', readyPods: 2 }),
      ],
    })
    const found = planned(setWeights({ v1: 90, v2: 10 }), mesh)
    expect(found.findings.find(({ rule }) => rule === 'pods-outside-subsets')?.params).toEqual({
      names: ['cart-old'],
      count: 2,
      total: 10,
    })
  })

  test('on an Istio that wants a sum of 100 a tenth of a percent is refused, ten percent is not', () => {
    const mesh = cartMesh([cartRule(), cartRoutes([{ route: half }])])
    const old = { istioVersion: '1.14.6' }
    expect(rulesOf(planned(setWeights({ v1: 99.9, v2: 0.1 }), mesh, old), 'block')).toEqual(['sum-must-be-100'])
    expect(rulesOf(planned(setWeights({ v1: 90, v2: 10 }), mesh, old), 'block')).toEqual([])
    expect(sharesOf(planned(setWeights({ v1: 99.9, v2: 0.1 }), mesh, { istioVersion: '1.15.0' }))).toEqual({
      v1: 0.999,
      v2: 0.001,
    })
  })

  test('on an Istio that wants a sum of 100 each of several routes is judged by its own', () => {
    const mesh = cartMesh([
      cartRule(),
      cartRoutes([
        { name: 'a', match: [{ uri: { prefix: '/a' } }], route: half },
        { name: 'b', route: half },
      ]),
    ])
    const of = (weights: Record<string, number>) => {
      const route = planned(setWeights(weights), mesh).split.routes.map(({ key }) => key)
      return planned(setWeights(weights, { route }), mesh, { istioVersion: '1.14.6' })
    }
    expect(of({ v1: 90, v2: 10 }).writes).toHaveLength(1)
    expect(of({ v1: 99.9, v2: 0.1 }).findings.filter(({ severity }) => severity === 'block')).toEqual([
      { rule: 'sum-must-be-100', severity: 'block', params: { total: 1000, version: '1.14.6' } },
    ])
  })
})

describe('hosts', () => {
  test('short, half and full names are one service in its namespace, and a short name elsewhere is another', () => {
    const named = (host: string) => [
      { destination: { host, subset: 'v1' }, weight: 100 },
      { destination: { host, subset: 'v2' }, weight: 0 },
    ]
    for (const host of ['cart', 'cart.shop', cartHost]) {
      const found = planned(
        setWeights({ v1: 70, v2: 30 }),
        cartMesh([cartRule(), cartRoutes([{ route: named(host) }])]),
      )
      expect(sharesOf(found)).toEqual({ v1: 0.7, v2: 0.3 })
    }
    const foreign = anObject('VirtualService', 'front', 'f', { hosts: ['cart'], http: [{ route: named('cart') }] })
    const mesh = cartMesh([cartRule(), foreign])
    expect(planned(setWeights({ v1: 70, v2: 30 }), mesh).split.routes.map(({ isUnwritten }) => isUnwritten)).toEqual([
      true,
    ])
  })
})

describe('versions of objects', () => {
  const mesh = cartMesh([cartRule(), cartRoutes([{ route: half }])])

  test('a plan on what the preview stood on is applied', () => {
    const preview = planned(setWeights({ v1: 90, v2: 10 }), mesh)
    const again = planned(setWeights({ v1: 90, v2: 10 }), mesh)
    expect(resourceVersionsOf(preview)).toEqual({ 'VirtualService/shop/cart-routes': '1' })
    expect(() => refuseStaleVersions(again, resourceVersionsOf(preview))).not.toThrow()
  })

  test('somebody else’s write between preview and apply is a conflict, of two people’s one wins', () => {
    const preview = planned(setWeights({ v1: 90, v2: 10 }), mesh)
    const other = planned(setWeights({ v1: 70, v2: 30 }), mesh)
    const after = written(mesh, other)
    expect(
      failureOf(() => refuseStaleVersions(planned(setWeights({ v1: 90, v2: 10 }), after), resourceVersionsOf(preview))),
    ).toMatchObject({
      code: 'conflict',
      params: { reason: 'stale', objects: ['VirtualService/shop/cart-routes'] },
    })
  })

  test('an object that has appeared since is a conflict, a version left out is invalid', () => {
    const preview = resourceVersionsOf(planned(setWeights({ v1: 90, v2: 10 }), cartMesh()))
    const appeared = cartMesh([
      anObject('VirtualService', 'shop', 'cart', { hosts: ['cart'], http: [{ route: half }] }),
      cartRule(),
    ])
    expect(
      failureOf(() => refuseStaleVersions(planned(setWeights({ v1: 90, v2: 10 }), appeared), preview)),
    ).toMatchObject({
      code: 'conflict',
    })
    expect(failureOf(() => refuseStaleVersions(planned(setWeights({ v1: 90, v2: 10 }), mesh), {}))).toMatchObject({
      code: 'invalid',
      params: { reason: 'missing-version' },
    })
  })
})

describe('what was not read', () => {
  test('is never written: an object that turned up only in the inventory fails the plan', () => {
    const mesh = cartMesh([cartRule(), cartRoutes([{ route: half }])])
    const intent = setWeights({ v1: 90, v2: 10 })
    expect(failureOf(() => planChange(intent, { inventory: mesh, fresh: [] }))).toMatchObject({ code: 'internal' })
  })

  test('the object as read decides, whatever the inventory remembers', () => {
    const stale = cartRoutes([{ route: half }])
    const now = wholeObject(cartRoutes([{ route: [toCart('v1', 1), toCart('v2', 3)] }], { resourceVersion: '7' }))
    const mesh = cartMesh([cartRule(), stale])
    const intent = setWeights({ v1: 50, v2: 50 })
    const found = planChange(intent, factsFor(intent, mesh, { whole: [now] }))
    expect(found.writes[0]).toMatchObject({ resourceVersion: '7' })
    expect(httpRoutesOf(found.writes[0]?.after)[0]?.route).toEqual([toCart('v1', 2), toCart('v2', 2)])
  })

  test('an unknown service is not found', () => {
    expect(
      failureOf(() =>
        planned({ kind: 'set-weights', namespace: 'shop', service: 'no', weights: { v1: 1 } }, cartMesh()),
      ),
    ).toMatchObject({
      code: 'not-found',
    })
  })
})

function failureOf(act: () => unknown): AppError | undefined {
  try {
    act()
  } catch (error) {
    return error instanceof AppError ? error : undefined
  }
  return undefined
}
