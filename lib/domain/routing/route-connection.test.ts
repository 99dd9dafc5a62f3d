import { describe, expect, it } from 'vitest'
import type { MeshObject } from '../mesh/inventory.ts'
import { routeConnection } from './route-connection.ts'
import { routingTable } from './routing-table.ts'

const services = [{ namespace: 'shop', name: 'db', ports: [{ number: 5432, protocol: 'tcp' as const }] }]

function object(kind: string, spec: Record<string, unknown>): MeshObject {
  return {
    cluster: 'demo',
    apiVersion: 'networking.istio.io/v1',
    kind,
    namespace: 'shop',
    name: 'db',
    labels: {},
    annotations: {},
    createdAt: '2026-01-01T00:00:00Z',
    resourceVersion: '1',
    spec,
  }
}

const subsets = object('DestinationRule', {
  host: 'db',
  subsets: [{ name: 'old', labels: { version: 'old' } }, { name: 'new' }],
})

const split = [
  { destination: { host: 'db', subset: 'old' }, weight: 80 },
  { destination: { host: 'db', subset: 'new' }, weight: 20 },
]

const connect = (objects: MeshObject[], callerLabels: Record<string, string> = {}) =>
  routeConnection(routingTable(services, objects), {
    host: 'db',
    port: 5432,
    callerNamespace: 'shop',
    callerLabels,
  })

describe('routeConnection', () => {
  it('without a TCP route connects to the host itself', () => {
    const http = object('VirtualService', { hosts: ['db'], http: [{ route: split }] })
    expect(connect([http])).toMatchObject({ targets: [{ share: 1, labels: {} }] })
  })

  it('splits connections by weight over subsets', () => {
    const tcp = object('VirtualService', { hosts: ['db'], tcp: [{ match: [{ port: 5432 }], route: split }] })
    expect(connect([tcp, subsets])).toMatchObject({
      targets: [
        { subset: 'old', share: 0.8, labels: { version: 'old' } },
        { subset: 'new', share: 0.2, labels: {} },
      ],
    })
  })

  it('takes the first route that applies to the caller and port', () => {
    const tcp = object('VirtualService', {
      hosts: ['db'],
      tcp: [
        { match: [{ port: 1 }], route: [{ destination: { host: 'gone' } }] },
        { match: [{ sourceLabels: { app: 'batch' } }], route: [{ destination: { host: 'db', subset: 'new' } }] },
        { route: [{ destination: { host: 'db', subset: 'old' } }] },
      ],
    })
    expect(connect([tcp, subsets], { app: 'batch' })).toMatchObject({ targets: [{ subset: 'new' }] })
    expect(connect([tcp, subsets])).toMatchObject({ targets: [{ subset: 'old' }] })
  })

  it('sends a missing subset’s share nowhere', () => {
    const tcp = object('VirtualService', { hosts: ['db'], tcp: [{ route: split }] })
    const decision = connect([tcp])
    expect(decision.kind === 'forward' && decision.targets.every(({ known }) => known === undefined)).toBe(true)
  })
})
