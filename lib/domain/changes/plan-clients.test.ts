import { describe, expect, test } from 'vitest'
import { anObject, aService, aWorkload } from '../../testing/builders.ts'
import {
  cartHost,
  cartMesh,
  cartRoutes,
  cartRule,
  planned,
  rulesOf,
  sharesOf,
  toCart,
} from '../../testing/change-facts.ts'
import type { ChangeIntent } from './change-intent.ts'
import { httpRoutesOf } from './written-object.ts'

const half = [toCart('v1', 50), toCart('v2', 50)]
const gateway = anObject('Gateway', 'shop', 'public', { selector: { app: 'ingress' } })

function setWeights(more: object = {}): ChangeIntent {
  return { kind: 'set-weights', namespace: 'shop', service: 'cart', weights: { v1: 80, v2: 20 }, ...more }
}

describe('who is affected', () => {
  test('a VirtualService for gateway and mesh moves both, and says so', () => {
    const mesh = cartMesh([gateway, cartRule(), cartRoutes([{ route: half }], {}, { gateways: ['public', 'mesh'] })])
    const found = planned(setWeights(), mesh)
    expect(rulesOf(found, 'block')).toEqual([])
    expect(found.affected).toMatchObject({ namespaces: ['front', 'shop'], gateways: ['shop/public'] })
    expect(rulesOf(found, 'info')).toContain('gateway-clients-too')
  })

  test('one for the gateway alone leaves the mesh as it is, whose own default route can be chosen instead', () => {
    const edge = cartRoutes(
      [{ match: [{ method: { exact: 'GET' }, uri: { prefix: '/api/' } }], route: half }],
      {},
      {
        hosts: ['shop.example.com'],
        gateways: ['public'],
      },
    )
    const found = planned(setWeights(), cartMesh([gateway, cartRule(), edge]))
    expect(rulesOf(found, 'warn')).toContain('mesh-unaffected')
    expect(found.affected).toMatchObject({ namespaces: [], gateways: ['shop/public'] })
    expect(
      found.split.routes.map(({ match, isUnwritten, isPreselected }) => [match, isUnwritten, isPreselected]),
    ).toEqual([
      [['GET /api/*'], false, true],
      [[], true, false],
    ])
    const inMesh = planned(setWeights({ route: found.split.routes[1]?.key }), cartMesh([gateway, cartRule(), edge]))
    expect(rulesOf(inMesh, 'block')).toEqual([])
    expect(inMesh.writes.map(({ verb, reference }) => [verb, reference.name])).toEqual([['create', 'cart']])
    expect(inMesh.affected).toMatchObject({ namespaces: ['front', 'shop'], gateways: [] })
  })

  test('further hosts of the VirtualService are named', () => {
    const mesh = cartMesh([cartRule(), cartRoutes([{ route: half }], {}, { hosts: ['cart', 'basket.example.com'] })])
    const found = planned(setWeights(), mesh)
    expect(found.affected.otherHosts).toEqual(['basket.example.com'])
    expect(rulesOf(found, 'warn')).toContain('other-hosts')
  })

  test('only clients with a sidecar count as clients of the mesh', () => {
    const mesh = cartMesh([cartRule(), cartRoutes([{ route: half }])], {
      workloads: [
        aWorkload('shop', 'cart', 'v1'),
        aWorkload('shop', 'cart', 'v2'),
        aWorkload('bare', 'job', undefined, { membership: 'none' }),
      ],
    })
    expect(planned(setWeights(), mesh).affected.namespaces).toEqual(['shop'])
  })

  test('an ambient service without a waypoint has no HTTP routes', () => {
    const ambient = { membership: 'ambient' as const }
    const workloads = [aWorkload('shop', 'cart', 'v1', ambient), aWorkload('shop', 'cart', 'v2', ambient)]
    expect(rulesOf(planned(setWeights(), cartMesh([], { workloads })), 'block')).toContain('no-waypoint')
    const waypoint = aWorkload('shop', 'waypoint', undefined, { role: 'waypoint', membership: 'ambient' })
    expect(rulesOf(planned(setWeights(), cartMesh([], { workloads: [...workloads, waypoint] })), 'block')).toEqual([])
  })
})

describe('several VirtualServices for the host', () => {
  const older = cartRoutes([{ route: half }], { name: 'older', createdAt: '2025-01-01T00:00:00Z' })
  const younger = cartRoutes([{ route: half }], { name: 'younger', createdAt: '2025-06-01T00:00:00Z' })
  const frontOnly = anObject(
    'VirtualService',
    'front',
    'private',
    { hosts: [cartHost], exportTo: ['.'], http: [{ route: [{ destination: { host: cartHost, subset: 'v1' } }] }] },
    { createdAt: '2025-09-01T00:00:00Z' },
  )
  const mesh = cartMesh([cartRule(), older, younger, frontOnly])

  test('per client namespace it is said which one is obeyed, and the shadowed one is named', () => {
    const { split } = planned(setWeights(), mesh)
    expect(
      split.virtualServices.map(({ name, clients, shadowedBy }) => [name, clients.namespaces, shadowedBy?.name]),
    ).toEqual([
      ['older', ['shop'], undefined],
      ['private', ['front'], undefined],
      ['younger', [], 'older'],
    ])
  })

  test('the effective one is edited, and clients that obey another are named', () => {
    const found = planned(setWeights(), mesh)
    expect(found.writes.map(({ reference }) => reference.name)).toEqual(['older'])
    expect(found.findings.find(({ rule }) => rule === 'other-clients')?.params).toEqual({ names: ['front'] })
    expect(found.findings.find(({ rule }) => rule === 'second-virtual-service')?.params).toEqual({
      name: 'shop/younger',
      by: 'shop/older',
    })
  })

  test('a shadowed one is not edited, though asked for', () => {
    const [key] = planned(setWeights(), mesh).split.routes.map((route) => route.key)
    const found = planned(setWeights({ route: { ...key, virtualService: 'younger' } }), mesh)
    expect([rulesOf(found, 'block'), found.writes]).toEqual([['route-shadowed'], []])
  })

  test('beside an HTTPRoute for the service nothing is written', () => {
    const route = anObject(
      'HTTPRoute',
      'shop',
      'h',
      { parentRefs: [{ kind: 'Service', name: 'cart' }] },
      { apiVersion: 'gateway.networking.k8s.io/v1' },
    )
    expect(rulesOf(planned(setWeights(), cartMesh([route])), 'block')).toEqual(['http-route-present'])
  })
})

describe('delegates', () => {
  const root = (match?: object) =>
    cartRoutes([{ ...(match && { match: [match] }), delegate: { name: 'cart-delegate', namespace: 'team' } }], {
      name: 'root',
    })
  const delegate = (http: unknown[]) => anObject('VirtualService', 'team', 'cart-delegate', { http })
  const own = [
    { destination: { host: cartHost, subset: 'v1' }, weight: 100 },
    { destination: { host: cartHost, subset: 'v2' }, weight: 0 },
  ]

  test('the delegate is edited, and every root that uses it is listed', () => {
    const second = cartRoutes(
      [{ delegate: { name: 'cart-delegate', namespace: 'team' } }],
      { name: 'edge' },
      {
        hosts: ['cart.example.com'],
        gateways: ['public'],
      },
    )
    const found = planned(setWeights(), cartMesh([gateway, cartRule(), root(), second, delegate([{ route: own }])]))
    expect(rulesOf(found, 'block')).toEqual([])
    expect(found.writes.map(({ reference: { namespace, name } }) => `${namespace}/${name}`)).toEqual([
      'team/cart-delegate',
    ])
    expect(sharesOf(found)).toEqual({ v1: 0.8, v2: 0.2 })
    expect(found.affected.roots.map(({ name }) => name)).toEqual(['edge', 'root'])
    expect(found.affected).toMatchObject({ namespaces: ['front', 'shop'], gateways: ['shop/public'] })
  })

  test('a route of it outside the root’s match is told, as Istio drops it without a word', () => {
    const http = [
      { match: [{ uri: { prefix: '/shop/x' } }], route: own },
      { match: [{ uri: { prefix: '/other' } }], route: own },
    ]
    const found = planned(setWeights(), cartMesh([cartRule(), root({ uri: { prefix: '/shop' } }), delegate(http)]))
    expect(found.findings.find(({ rule }) => rule === 'delegate-route-ignored')).toMatchObject({
      severity: 'warn',
      params: { name: 'shop/root', route: '/other*' },
    })
    expect(found.split.routes.map(({ match }) => match)).toEqual([['/shop/x*']])
  })
})

describe('mistakes Istio accepts without a word', () => {
  function told(http: unknown[], more: Parameters<typeof cartMesh>[0] = [], spec: Record<string, unknown> = {}) {
    const mesh = cartMesh([cartRule(), gateway, cartRoutes(http, {}, spec), ...(more ?? [])])
    const { findings } = planned(setWeights(), mesh)
    return findings.map(({ rule, severity }) => `${severity} ${rule}`)
  }

  test.each<[string, unknown[], Record<string, unknown>?]>([
    ['subset-missing', [{ match: [{ uri: { prefix: '/x' } }], route: [toCart('v7')] }, { route: half }]],
    [
      'destination-unknown',
      [{ match: [{ uri: { prefix: '/x' } }], route: [{ destination: { host: 'nobody' } }] }, { route: half }],
    ],
    [
      'port-unknown',
      [
        { match: [{ uri: { prefix: '/x' } }], route: [{ destination: { host: 'cart', port: { number: 81 } } }] },
        { route: half },
      ],
    ],
    ['lone-zero-weight', [{ match: [{ uri: { prefix: '/x' } }], route: [toCart('v1', 0)] }, { route: half }]],
    [
      'duplicate-route-name',
      [
        { name: 'a', match: [{ uri: { prefix: '/x' } }], route: [toCart('v1')] },
        { name: 'a', route: half },
      ],
    ],
    ['no-catch-all', [{ match: [{ uri: { prefix: '/x' } }], route: half }]],
    [
      'source-match-ignored',
      [
        { match: [{ gateways: ['mesh'], sourceLabels: { app: 'a' }, uri: { exact: '/' } }], route: [toCart('v1')] },
        { route: half },
      ],
    ],
    ['fault-without-percentage', [{ fault: { abort: { httpStatus: 500 } }, route: half }]],
    [
      'fault-hides-timeout',
      [{ fault: { delay: { fixedDelay: '1s', percentage: { value: 1 } } }, timeout: '1s', route: half }],
    ],
    ['per-try-exceeds-timeout', [{ timeout: '500ms', retries: { attempts: 2, perTryTimeout: '1s' }, route: half }]],
    ['gateway-missing', [{ route: half }], { gateways: ['mesh', 'nowhere'] }],
    ['route-unreachable', [{ route: half }, { match: [{ uri: { prefix: '/x' } }], route: [toCart('v1')] }]],
  ])('%s is told where it was there before', (rule, http, spec) => {
    expect(told(http, [], spec)).toContain(`warn ${rule}`)
    expect(told(http, [], spec).filter((text) => text.startsWith('block'))).toEqual([])
  })

  test('a VirtualService without any of them is told nothing of the kind', () => {
    expect(told([{ route: half }]).filter((text) => !text.startsWith('info'))).toEqual([])
  })

  test('a rule in a client’s namespace that hides the subsets stops the change, naming the namespace', () => {
    const hiding = anObject('DestinationRule', 'front', 'all', { host: '*.local', trafficPolicy: {} })
    const found = planned(setWeights(), cartMesh([hiding]))
    expect(found.findings.find(({ rule }) => rule === 'subset-hidden')).toMatchObject({
      severity: 'block',
      params: { namespaces: ['front'], subset: 'v1' },
    })
    expect(found.writes).toEqual([])
  })

  test('a VirtualService of an unknown shape is not offered and does not stop the others', () => {
    const odd = anObject('VirtualService', 'shop', 'odd', { hosts: 'cart', http: [{ route: half }] })
    const empty = anObject('VirtualService', 'shop', 'empty', { hosts: ['x.example.com'] })
    const mesh = cartMesh([
      cartRule(),
      odd,
      empty,
      cartRoutes([{ route: [] }, { redirect: { uri: '/' } }, { route: half }]),
    ])
    expect(httpRoutesOf(planned(setWeights(), mesh).writes[0]?.after).slice(0, 2)).toEqual([
      { route: [] },
      { redirect: { uri: '/' } },
    ])
  })

  test('where every route answers by itself nothing can be split', () => {
    const found = planned(setWeights(), cartMesh([cartRule(), cartRoutes([{ directResponse: { status: 503 } }])]))
    expect(rulesOf(found, 'block')).toEqual(['no-splittable-route'])
  })
})

describe('versions as Services of their own', () => {
  test('destinations of version Services are the versions, and weights move between them without subsets', () => {
    const services = ['cart', 'cart-v1', 'cart-v2'].map((name) =>
      aService('shop', name, { selector: { app: 'cart', ...(name !== 'cart' && { version: name.slice(5) }) } }),
    )
    const route = [
      { destination: { host: 'cart-v1' }, weight: 100 },
      { destination: { host: 'cart-v2' }, weight: 0 },
    ]
    const found = planned(setWeights(), cartMesh([cartRoutes([{ route }])], { services }))
    expect(rulesOf(found, 'block')).toEqual([])
    expect(found.writes.map(({ reference }) => reference.kind)).toEqual(['VirtualService'])
    expect(sharesOf(found)).toEqual({ v1: 0.8, v2: 0.2 })
  })
})
