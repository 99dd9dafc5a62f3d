import { describe, expect, it } from 'vitest'
import type { MeshObject } from '../mesh/inventory.ts'
import { routeRequest } from './route-request.ts'
import { routingTable } from './routing-table.ts'

const services = ['front', 'a', 'b'].map((name) => ({
  namespace: 'shop',
  name,
  ports: [{ number: 80, protocol: 'http' as const }],
}))

function object(name: string, spec: Record<string, unknown>): MeshObject {
  return {
    cluster: 'demo',
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    namespace: 'shop',
    name,
    labels: {},
    annotations: {},
    createdAt: '2026-01-01T00:00:00Z',
    resourceVersion: '1',
    spec,
  }
}

const to = (host: string) => [{ destination: { host } }]

/** The host a request to a path ends at, with a root that delegates `/api` and sends the rest to `front`. */
function end(delegate: MeshObject | undefined, path: string, rootMatch: unknown = { uri: { prefix: '/api' } }) {
  const root = object('root', {
    hosts: ['front'],
    http: [{ name: 'api', match: [rootMatch], delegate: { name: 'leaf' } }, { route: to('front') }],
  })
  const decision = routeRequest(routingTable(services, delegate ? [root, delegate] : [root]), {
    host: 'front',
    port: 80,
    method: 'GET',
    path,
    headers: {},
    callerNamespace: 'shop',
    callerLabels: {},
  })
  return decision.kind === 'forward'
    ? [decision.targets[0]?.host.split('.')[0], decision.route?.virtualService, decision.route?.name]
    : decision.kind
}

const leaf = (http: unknown[], spec: Record<string, unknown> = {}) => object('leaf', { http, ...spec })

describe('delegates', () => {
  it('take the place of the root that names them, under both names', () => {
    const delegate = leaf([{ name: 'one', match: [{ uri: { prefix: '/api/1' } }], route: to('a') }, { route: to('b') }])
    expect(end(delegate, '/api/1')).toEqual(['a', 'leaf', 'api-one'])
    expect(end(delegate, '/api/2')).toEqual(['b', 'leaf', 'api'])
    expect(end(delegate, '/x')).toEqual(['front', 'root', undefined])
  })

  it.each<[string, MeshObject | undefined, unknown?]>([
    ['missing', undefined],
    ['with hosts of their own', leaf([{ route: to('a') }], { hosts: ['a'] })],
    ['exported elsewhere', leaf([{ route: to('a') }], { exportTo: ['pay'] })],
    ['outside the root’s prefix', leaf([{ match: [{ uri: { prefix: '/other' } }], route: to('a') }])],
    ['with a regex beside the root’s match', leaf([{ match: [{ uri: { regex: '/api.*' } }], route: to('a') }])],
    [
      'wider than an exact root',
      leaf([{ match: [{ uri: { prefix: '/api' } }], route: to('a') }]),
      { uri: { exact: '/api' } },
    ],
    [
      'of another method',
      leaf([{ match: [{ method: { exact: 'GET' } }], route: to('a') }]),
      { method: { exact: 'PUT' } },
    ],
    ['that delegate again', leaf([{ delegate: { name: 'leaf' } }])],
  ])('%s drop out alone', (_, delegate, rootMatch) => {
    expect(end(delegate, '/api', rootMatch)).toEqual(['front', 'root', undefined])
  })

  it('obey the conditions of both sides', () => {
    const delegate = leaf([{ match: [{ headers: { tester: {} } }], route: to('a') }])
    expect(end(delegate, '/api')).toEqual(['front', 'root', undefined])
    expect(end(leaf([{ match: [{ method: { exact: 'GET' } }], route: to('a') }]), '/api')).toEqual(['a', 'leaf', 'api'])
    expect(end(leaf([{ match: [{ method: { exact: 'GET' } }], route: to('a') }]), '/x')).toEqual([
      'front',
      'root',
      undefined,
    ])
  })
})
