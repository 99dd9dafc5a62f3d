import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MeshObject } from '../mesh/inventory.ts'
import type { RequestToRoute } from './match-request.ts'
import { type RouteDecision, routeRequest } from './route-request.ts'
import { routingTable } from './routing-table.ts'

const service = (namespace: string, name: string, ...ports: number[]) => ({
  namespace,
  name,
  ports: ports.map((number) => ({ number, protocol: 'http' as const })),
})

const services = [
  service('shop', 'catalog', 8080),
  service('shop', 'cart', 8080),
  service('shop', 'admin', 8080, 9090),
  service('pay', 'catalog', 8080),
]

const catalog = 'catalog.shop.svc.cluster.local'

function object(kind: string, spec: Record<string, unknown>, meta: Partial<MeshObject> = {}): MeshObject {
  return {
    cluster: 'demo',
    apiVersion: 'networking.istio.io/v1',
    kind,
    namespace: 'shop',
    name: 'catalog',
    labels: {},
    annotations: {},
    createdAt: '2026-01-01T00:00:00Z',
    resourceVersion: '1',
    spec,
    ...meta,
  }
}

const to = (subset: string, weight?: number, host = 'catalog') => ({
  destination: { host, subset },
  ...(weight === undefined ? {} : { weight }),
})

const virtualService = (http: unknown[], spec: Record<string, unknown> = {}, meta: Partial<MeshObject> = {}) =>
  object('VirtualService', { hosts: ['catalog'], http, ...spec }, meta)

const subsets = (...names: string[]) =>
  object('DestinationRule', { host: 'catalog', subsets: names.map((name) => ({ name, labels: { version: name } })) })

const versions = subsets('v1', 'v2', 'v3')

const request = (changes: Partial<RequestToRoute> = {}): RequestToRoute => ({
  host: 'catalog',
  port: 8080,
  method: 'GET',
  path: '/',
  headers: {},
  callerNamespace: 'shop',
  callerLabels: { app: 'frontend' },
  ...changes,
})

function decide(objects: MeshObject[], changes: Partial<RequestToRoute> = {}): RouteDecision {
  return routeRequest(routingTable(services, objects), request(changes))
}

/** Shares by subset (`-` without); a missing cluster is marked `!`. */
function split(decision: RouteDecision): Record<string, number> | string {
  return decision.kind === 'forward'
    ? Object.fromEntries(
        decision.targets.map(({ subset, known, share }) => [`${subset ?? '-'}${known ? '' : '!'}`, share]),
      )
    : decision.kind
}

describe('hosts', () => {
  it.each([
    ['catalog', 'shop'],
    ['catalog.shop', 'pay'],
    ['catalog.shop.svc', 'edge'],
    [catalog, 'edge'],
    [`${catalog}:8080`, 'edge'],
  ])('%s asked from %s is the catalog of shop', (host, callerNamespace) => {
    const decision = decide([], { host, callerNamespace })
    expect(decision).toMatchObject({ kind: 'forward', targets: [{ host: catalog, share: 1, labels: {} }] })
  })

  it('a short name means the service of the caller’s own namespace', () => {
    expect(decide([], { callerNamespace: 'pay' })).toMatchObject({
      targets: [{ host: 'catalog.pay.svc.cluster.local' }],
    })
  })

  it('a host nobody knows is unknown, and so is a known host’s unknown port', () => {
    expect(decide([], { host: 'nowhere.example' }).kind).toBe('unknown-host')
    expect(decide([], { port: 81 }).kind).toBe('unknown-host')
  })

  it('short names in a VirtualService resolve in its own namespace, not the service’s', () => {
    const foreign = virtualService([{ route: [to('v1')] }], {}, { namespace: 'pay' })
    expect(split(decide([foreign, versions]))).toEqual({ '-': 1 })
  })

  it('a dotted short name in a VirtualService is no Service', () => {
    const dotted = virtualService([{ route: [to('v1')] }], { hosts: ['catalog.shop'] })
    expect(split(decide([dotted, versions]))).toEqual({ '-': 1 })
  })

  it('a ServiceEntry makes external hosts known, by wildcard too', () => {
    const entry = object('ServiceEntry', {
      hosts: ['api.bank.example', '*.cdn.example'],
      ports: [{ number: 443 }],
    })
    for (const host of ['api.bank.example', 'img.cdn.example']) {
      expect(decide([entry], { host, port: 443 })).toMatchObject({ targets: [{ host, known: { isExternal: true } }] })
    }
    expect(decide([entry], { host: 'cdn.example', port: 443 }).kind).toBe('unknown-host')
  })
})

describe('weights', () => {
  it.each<[string, unknown[], Record<string, number> | string]>([
    ['0 and 100 leave the first out', [to('v1', 0), to('v2', 100)], { v2: 1 }],
    ['an absent weight beside others is 0', [to('v1'), to('v2', 30)], { v2: 1 }],
    ['a lone weight of 0 takes all', [to('v1', 0)], { v1: 1 }],
    ['a lone absent weight takes all', [to('v1')], { v1: 1 }],
    ['they need not sum to 100', [to('v1', 1), to('v2', 999)], { v1: 0.001, v2: 0.999 }],
    ['equal weights halve', [to('v1', 30), to('v2', 30)], { v1: 0.5, v2: 0.5 }],
    ['a missing subset with weight 0 does no harm', [to('v1', 100), to('v9', 0)], { v1: 1 }],
    ['a missing subset takes its share into nowhere', [to('v1', 50), to('v9', 50)], { v1: 0.5, 'v9!': 0.5 }],
    ['several that are all 0 route nothing', [to('v1', 0), to('v2', 0)], 'no-route'],
  ])('%s', (_, route, expected) => {
    expect(split(decide([virtualService([{ route }]), versions]))).toEqual(expected)
  })

  it('shares always sum to 1', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), (weights) => {
        const decision = decide([
          virtualService([{ route: weights.map((weight, index) => to(`v${index}`, weight)) }]),
          versions,
        ])
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        if (total === 0 && weights.length > 1) {
          expect(decision.kind).toBe('no-route')
        } else {
          const shares = decision.kind === 'forward' ? decision.targets.map(({ share }) => share) : []
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
        }
      }),
    )
  })
})

describe('routes', () => {
  it('the first route that matches wins, blocks of one route are alternatives', () => {
    const objects = [
      virtualService([
        { match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }], route: [to('v1')] },
        { match: [{ uri: { prefix: '/' } }], route: [to('v2')] },
        { match: [{ uri: { exact: '/c' } }], route: [to('v3')] },
      ]),
      versions,
    ]
    expect(['/a', '/b', '/c'].map((path) => split(decide(objects, { path })))).toEqual([
      { v1: 1 },
      { v1: 1 },
      { v2: 1 },
    ])
  })

  it('with header routes only, everybody else gets no route on every port', () => {
    const spec = { hosts: ['admin'] }
    const tester = { match: [{ headers: { tester: {} } }], route: [{ destination: { host: 'admin' } }] }
    const objects = [virtualService([tester], spec)]
    for (const port of [8080, 9090]) {
      expect(decide(objects, { host: 'admin', port }).kind).toBe('no-route')
      expect(decide(objects, { host: 'admin', port, headers: { tester: '1' } })).toMatchObject({ targets: [{ port }] })
    }
  })

  it('when no route applies to a proxy at all its default route stands', () => {
    const objects = [virtualService([{ match: [{ sourceLabels: { app: 'other' } }], route: [to('v2')] }]), versions]
    expect(split(decide(objects))).toEqual({ '-': 1 })
  })

  it('redirects and direct responses answer at the proxy', () => {
    expect(decide([virtualService([{ redirect: { uri: '/x' } }])])).toMatchObject({ kind: 'answer', code: 301 })
    expect(decide([virtualService([{ redirect: { redirectCode: 308 } }])])).toMatchObject({ code: 308 })
    expect(decide([virtualService([{ directResponse: { status: 503 } }])])).toMatchObject({ kind: 'answer', code: 503 })
  })

  it('names the route that decided', () => {
    const decision = decide([
      virtualService([{ match: [{ uri: { exact: '/x' } }] }, { name: 'main', route: [to('v1')] }]),
      versions,
    ])
    expect(decision).toMatchObject({
      route: { namespace: 'shop', virtualService: 'catalog', index: 1, name: 'main' },
    })
  })
})

describe('which VirtualService', () => {
  const named = (name: string, subset: string, spec: Record<string, unknown>, meta: Partial<MeshObject> = {}) =>
    virtualService([{ route: [to(subset, undefined, catalog)] }], { hosts: [catalog], ...spec }, { name, ...meta })
  const effective = (objects: MeshObject[], changes: Partial<RequestToRoute> = {}) =>
    split(decide([...objects, versions], changes))
  const newer = { createdAt: '2026-02-01T00:00:00Z' }

  it('the older one, in whatever namespace it lives', () => {
    const old = named('z', 'v1', {}, { namespace: 'pay' })
    expect(effective([named('a', 'v2', {}, newer), old])).toEqual({ v1: 1 })
  })

  it('of the same second the first by name', () => {
    expect(effective([named('b', 'v2', {}), named('a', 'v1', {}, { createdAt: '2026-01-01T00:00:00.900Z' })])).toEqual({
      v1: 1,
    })
  })

  it('private before exported before public, whatever the age', () => {
    const open = named('a', 'v1', {})
    const exported = named('b', 'v2', { exportTo: ['shop', 'pay'] }, newer)
    const own = named('c', 'v3', { exportTo: ['.'] }, newer)
    expect(effective([open, exported, own])).toEqual({ v3: 1 })
    expect(effective([open, exported, own], { host: catalog, callerNamespace: 'pay' })).toEqual({ v2: 1 })
    expect(effective([open, exported, own], { host: catalog, callerNamespace: 'edge' })).toEqual({ v1: 1 })
  })

  it('the next one when the older has no route for the proxy', () => {
    const other = virtualService(
      [{ match: [{ sourceLabels: { app: 'other' } }], route: [to('v1')] }],
      { hosts: [catalog] },
      { name: 'a' },
    )
    expect(effective([other, named('b', 'v2', {}, newer)])).toEqual({ v2: 1 })
  })

  it('exported to nobody it binds nobody', () => {
    expect(effective([named('a', 'v1', { exportTo: ['~'] })])).toEqual({ '-': 1 })
  })

  it('the most specific host, whatever the age', () => {
    const wide = named('a', 'v1', { hosts: ['*.shop.svc.cluster.local'] })
    expect(effective([wide, named('b', 'v2', {}, newer)])).toEqual({ v2: 1 })
    expect(effective([wide])).toEqual({ v1: 1 })
  })

  it('one for gateways only leaves sidecars alone', () => {
    expect(effective([named('a', 'v1', { gateways: ['edge/public'] })])).toEqual({ '-': 1 })
    expect(effective([named('a', 'v1', { gateways: ['edge/public', 'mesh'] })])).toEqual({ v1: 1 })
  })

  it('one that cannot be read, or of another API, is as good as absent', () => {
    expect(effective([named('a', 'v1', { http: 'none' })])).toEqual({ '-': 1 })
    expect(effective([named('a', 'v1', {}, { apiVersion: 'gateway.networking.k8s.io/v1' })])).toEqual({ '-': 1 })
  })
})

describe('gateways', () => {
  const atGateway = { host: 'shop.example', port: 80, callerNamespace: 'edge', gateway: 'edge/public' }
  const front = (
    name: string,
    http: unknown[],
    spec: Record<string, unknown> = {},
    createdAt = '2026-01-01T00:00:00Z',
  ) => virtualService(http, { hosts: ['shop.example'], gateways: ['edge/public'], ...spec }, { name, createdAt })

  it('without a VirtualService there is no route', () => {
    expect(decide([versions], atGateway).kind).toBe('no-route')
  })

  it('all VirtualServices of one host work together, catch-alls last', () => {
    const objects = [
      front('old', [{ route: [to('v1')] }]),
      front('new', [{ match: [{ uri: { prefix: '/new' } }], route: [to('v2')] }], {}, '2026-02-01T00:00:00Z'),
      versions,
    ]
    expect(split(decide(objects, { ...atGateway, path: '/new' }))).toEqual({ v2: 1 })
    expect(split(decide(objects, { ...atGateway, path: '/' }))).toEqual({ v1: 1 })
  })

  it('an older short prefix hides a younger long one', () => {
    const objects = [
      front('old', [{ match: [{ uri: { prefix: '/a' } }], route: [to('v1')] }]),
      front('new', [{ match: [{ uri: { prefix: '/a/b' } }], route: [to('v2')] }], {}, '2026-02-01T00:00:00Z'),
      versions,
    ]
    expect(split(decide(objects, { ...atGateway, path: '/a/b' }))).toEqual({ v1: 1 })
  })

  it('a plain gateway name is one of the VirtualService’s namespace', () => {
    const objects = [front('a', [{ route: [to('v1')] }], { gateways: ['public'] }), versions]
    expect(decide(objects, atGateway).kind).toBe('no-route')
    expect(split(decide(objects, { ...atGateway, gateway: 'shop/public' }))).toEqual({ v1: 1 })
  })
})

describe('subsets', () => {
  const both = virtualService([{ route: [to('v1', 50), to('v2', 50)] }])
  const rule = (name: string, spec: Record<string, unknown>, meta: Partial<MeshObject> = {}) =>
    object('DestinationRule', { host: catalog, ...spec }, { name, ...meta })
  const of = (...names: string[]) => names.map((name) => ({ name, labels: { version: name } }))

  it('rules of one host in one namespace put their subsets together', () => {
    const objects = [both, rule('a', { subsets: of('v1') }), rule('b', { subsets: of('v2') })]
    expect(split(decide(objects))).toEqual({ v1: 0.5, v2: 0.5 })
  })

  it('of two subsets of one name the older rule’s counts', () => {
    const young = { createdAt: '2026-02-01T00:00:00Z' }
    const objects = [
      virtualService([{ route: [to('v1')] }]),
      rule('a', { subsets: [{ name: 'v1', labels: { version: 'young' } }] }, young),
      rule('b', { subsets: [{ name: 'v1', labels: { version: 'old' } }] }),
    ]
    expect(decide(objects)).toMatchObject({ targets: [{ labels: { version: 'old' } }] })
  })

  it('a rule in the caller’s namespace hides the service’s, for that namespace alone', () => {
    const objects = [both, rule('a', { subsets: of('v1', 'v2') }), rule('b', {}, { namespace: 'pay' })]
    expect(split(decide(objects, { host: catalog, callerNamespace: 'pay' }))).toEqual({ 'v1!': 0.5, 'v2!': 0.5 })
    expect(split(decide(objects, { host: catalog, callerNamespace: 'edge' }))).toEqual({ v1: 0.5, v2: 0.5 })
  })

  it('a rule not exported to the caller leaves it without subsets', () => {
    const objects = [both, rule('a', { subsets: of('v1', 'v2'), exportTo: ['.'] })]
    expect(split(decide(objects, { host: catalog, callerNamespace: 'edge' }))).toEqual({ 'v1!': 0.5, 'v2!': 0.5 })
    expect(split(decide(objects))).toEqual({ v1: 0.5, v2: 0.5 })
  })

  it('rules of the root namespace serve where nobody nearer has one', () => {
    const objects = [both, rule('a', { subsets: of('v1', 'v2') }, { namespace: 'istio-system' })]
    expect(split(decide(objects))).toEqual({ v1: 0.5, v2: 0.5 })
  })

  it('a rule for the very host hides a wildcard rule', () => {
    const objects = [
      both,
      rule('a', { subsets: of('v1', 'v2'), host: '*.shop.svc.cluster.local' }),
      rule('b', { subsets: of('v1') }),
    ]
    expect(split(decide(objects))).toEqual({ v1: 0.5, 'v2!': 0.5 })
  })

  it('an unknown host or port is a missing cluster', () => {
    const route = [{ destination: { host: 'gone' } }]
    expect(split(decide([virtualService([{ route }])]))).toEqual({ '-!': 1 })
    const wrongPort = [{ destination: { host: 'catalog', port: { number: 1 } } }]
    expect(split(decide([virtualService([{ route: wrongPort }])]))).toEqual({ '-!': 1 })
  })
})
