import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aCluster,
  aLatency,
  anInventory,
  anObject,
  aRequest,
  aService,
  aTcp,
  aWorkload,
  edgeTraffic,
  from,
  to,
  toAuthority,
  toService,
} from '../../testing/builders.ts'
import type { EdgeTraffic } from '../telemetry/traffic.ts'
import { buildGraph, type GraphQuestion } from './build-graph.ts'
import { GraphSnapshot } from './snapshot.ts'

const inventory = anInventory({
  services: [aService('shop', 'front'), aService('pay', 'payments'), aService('edge', 'ingress')],
  workloads: [
    aWorkload('edge', 'ingress', undefined, { role: 'gateway' }),
    aWorkload('shop', 'front', 'v1'),
    aWorkload('pay', 'payments', 'v1'),
    aWorkload('pay', 'payments', 'v2', { membership: 'none' }),
  ],
})
const front = from('shop', 'front', 'v1')

function graphOf(traffic: Partial<EdgeTraffic> | undefined, question: Partial<GraphQuestion> = {}) {
  return buildGraph({
    inventory,
    traffic: traffic === undefined ? undefined : edgeTraffic(traffic),
    type: 'workload',
    at: 1_790_000_000,
    windowSeconds: 60,
    ...question,
  })
}

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id)

describe('buildGraph', () => {
  const requests = [
    aRequest(from('edge', 'ingress'), to('shop', 'front', 'v1'), { perSecond: 10 }),
    aRequest(front, to('pay', 'payments', 'v1'), { perSecond: 6 }),
    aRequest(front, to('pay', 'payments', 'v2'), { perSecond: 2, code: '503' }),
  ]

  it('draws workloads, with the kinds the inventory knows', () => {
    const graph = graphOf({ requests })
    expect(graph.nodes).toMatchObject([
      { id: 'workload:demo/edge/ingress', kind: 'gateway', requestsPerSecond: 10 },
      { id: 'workload:demo/pay/payments-v1', kind: 'workload', app: 'payments', version: 'v1', membership: 'sidecar' },
      { id: 'workload:demo/pay/payments-v2', errorRatio: 1, membership: 'none' },
      { id: 'workload:demo/shop/front-v1', requestsPerSecond: 10, errorRatio: 0 },
    ])
  })

  it('draws services, on both sides of an edge', () => {
    const graph = graphOf({ requests }, { type: 'service' })
    expect(graph.edges).toMatchObject([
      { source: 'service:demo/edge/ingress', target: 'service:demo/shop/front' },
      {
        source: 'service:demo/shop/front',
        target: 'service:demo/pay/payments',
        requestsPerSecond: 8,
        errorRatio: 0.25,
      },
    ])
    expect(graph.nodes).toMatchObject([
      { id: 'service:demo/edge/ingress', kind: 'gateway' },
      { id: 'service:demo/pay/payments', kind: 'service', versions: ['v1', 'v2'] },
      { id: 'service:demo/shop/front', versions: ['v1'] },
    ])
    expect(graph.nodes[1]).not.toHaveProperty('membership')
  })

  it('draws apps and versioned apps', () => {
    expect(idsOf(graphOf({ requests }, { type: 'app' }).nodes)).toEqual([
      'app:demo/edge/ingress',
      'app:demo/pay/payments',
      'app:demo/shop/front',
    ])
    expect(idsOf(graphOf({ requests }, { type: 'versioned-app' }).nodes)).toEqual([
      'versioned-app:demo/edge/ingress',
      'versioned-app:demo/pay/payments/v1',
      'versioned-app:demo/pay/payments/v2',
      'versioned-app:demo/shop/front/v1',
    ])
  })

  it('prefers the service named like the app for a workload several select', () => {
    const services = [
      aService('shop', 'a-canary', { selector: { app: 'front' } }),
      aService('shop', 'front'),
      aService('pay', 'payments'),
    ]
    const graph = graphOf({ requests: requests.slice(1) }, { type: 'service', inventory: { ...inventory, services } })
    expect(graph.edges[0]?.source).toBe('service:demo/shop/front')
  })

  it('gives the same service graph without the inventory, for services that traffic names', () => {
    const graph = graphOf({ requests }, { type: 'service', inventory: anInventory({ clusters: [] }) })
    expect(idsOf(graph.edges)).toEqual([
      'http:service:demo/shop/front>service:demo/pay/payments',
      'http:workload:demo/edge/ingress>service:demo/shop/front',
    ])
  })

  it('shows what the inventory has as idle, and as unknown while nothing can be measured', () => {
    expect(new Set(graphOf({}).nodes.map((node) => node.health))).toEqual(new Set(['idle']))
    const unmeasured = graphOf(undefined)
    expect(unmeasured.nodes).toHaveLength(4)
    expect(unmeasured.nodes.every((node) => node.health === 'unknown' && node.requestsPerSecond === undefined)).toBe(
      true,
    )
    expect(unmeasured.edges).toEqual([])
  })

  it('keeps the nodes of a namespace, its edges and its direct neighbours', () => {
    const graph = graphOf({ requests }, { namespaces: ['pay'] })
    expect(idsOf(graph.nodes)).toEqual([
      'workload:demo/pay/payments-v1',
      'workload:demo/pay/payments-v2',
      'workload:demo/shop/front-v1',
    ])
    expect(graph.edges).toHaveLength(2)
  })

  it('gives a caller outside the mesh one unknown node, whose traffic the callee counted', () => {
    const graph = graphOf({
      requests: [aRequest({}, to('shop', 'front', 'v1'), { reporter: 'destination', security: 'none' })],
    })
    expect(graph.nodes.find((node) => node.kind === 'unknown')).toMatchObject({
      id: 'unknown:demo',
      requestsPerSecond: 1,
    })
    expect(graph.edges[0]).toMatchObject({ source: 'unknown:demo', mtlsShare: 0, requestsPerSecond: 1 })
  })

  it('adds callers the callee alone saw to those with a proxy of their own', () => {
    const other = from('shop', 'front', 'v0')
    const graph = graphOf(
      {
        requests: [
          aRequest(front, to('pay', 'payments', 'v1'), { perSecond: 3 }),
          aRequest(front, to('pay', 'payments', 'v1'), { perSecond: 3, reporter: 'destination' }),
          aRequest(other, to('pay', 'payments', 'v1'), { perSecond: 2, reporter: 'destination' }),
        ],
      },
      { type: 'service' },
    )
    expect(graph.edges).toMatchObject([{ requestsPerSecond: 5, mtlsShare: 1 }])
  })

  it('says which clusters telemetry cannot tell apart because they go by one name', () => {
    const clusters = ['prod', 'test', 'lone'].map((name) =>
      aCluster({ name, id: name === 'lone' ? name : 'Kubernetes', idOrigin: 'control-plane' }),
    )
    const { notices } = buildGraph({
      inventory: anInventory({ clusters }),
      traffic: edgeTraffic(),
      type: 'workload',
      at: 1_790_000_000,
      windowSeconds: 60,
    })
    expect(notices).toEqual([
      { source: 'kubernetes', code: 'cluster-id-shared', cluster: 'Kubernetes', params: { names: ['prod', 'test'] } },
    ])
  })

  it('drops a source without workload and app, and a bare address without a workload', () => {
    const graph = graphOf({
      requests: [
        aRequest({ cluster: 'demo', namespace: 'shop' }, to('pay', 'payments', 'v1')),
        aRequest(front, { host: '10.0.0.7:8080', service: '10.0.0.7:8080' }),
        aRequest(front, { host: '10.0.0.7', service: '10.0.0.7', serviceNamespace: 'shop' }),
        aRequest(front, { service: '10.0.0.7:8080', serviceNamespace: 'shop' }),
      ],
    })
    expect(graph.edges).toEqual([])
  })

  it('knows a host it cannot resolve as external, but what strangers ask a gateway for as one unknown', () => {
    const graph = graphOf({
      requests: [
        aRequest(front, toAuthority('nobody.example.com:443'), { code: '404', flags: ['NR'] }),
        aRequest(from('edge', 'ingress'), toAuthority('a.evil.test'), { code: '404', flags: ['NR'] }),
        aRequest(from('edge', 'ingress'), toAuthority('b.evil.test'), { code: '404', flags: ['NR'] }),
      ],
    })
    expect(graph.edges.map((edge) => [edge.target, edge.requestsPerSecond])).toEqual([
      ['unknown:demo/host', 2],
      ['external:demo/nobody.example.com', 1],
    ])
  })

  it('folds one ServiceEntry’s host into one node, and leaves a workload behind it a workload', () => {
    const entry = anObject('ServiceEntry', 'shop', 'api', { hosts: ['api.test', '*.cdn.test'] })
    const graph = graphOf(
      {
        requests: [
          aRequest(front, { host: 'api.test', service: 'api.test', serviceNamespace: 'shop' }),
          aRequest(from('edge', 'ingress'), { host: 'api.test', service: 'api.test', serviceNamespace: 'pay' }),
          aRequest(front, { ...from('pay', 'payments', 'v1'), host: 'api.test', service: 'api.test' }),
          aRequest(front, { host: 'eu.cdn.test', service: 'eu.cdn.test' }),
        ],
      },
      { inventory: { ...inventory, objects: [entry] } },
    )
    expect(graph.edges.map((edge) => edge.target)).toEqual([
      'external:demo/api.test',
      'external:demo/api.test',
      'external:demo/eu.cdn.test',
      'workload:demo/pay/payments-v1',
    ])
  })

  it('marks nodes that only TCP arrives at', () => {
    const graph = graphOf({ requests, tcp: [aTcp(front, to('pay', 'payments', 'v2')), aTcp(front, to('data', 'db'))] })
    expect(graph.nodes.filter((node) => node.isTcp === true).map((node) => node.name)).toEqual(['db'])
    expect(graph.nodes.find((node) => node.name === 'db')).toMatchObject({
      bytesPerSecond: 110,
      connectionsPerSecond: 1,
    })
  })

  it('weighs means by requests and brackets p95 over summed buckets, as the callers timed them', () => {
    const buckets = (fast: number, all: number) => [
      { leMs: 10, perSecond: fast },
      { leMs: 100, perSecond: all },
      { leMs: Number.POSITIVE_INFINITY, perSecond: all },
    ]
    const graph = graphOf(
      {
        requests,
        latencies: [
          aLatency(front, to('pay', 'payments', 'v1'), { meanMs: 10, requestsPerSecond: 6, buckets: buckets(6, 6) }),
          aLatency(front, to('pay', 'payments', 'v2'), { meanMs: 50, requestsPerSecond: 2, buckets: buckets(0, 2) }),
          aLatency(front, to('pay', 'payments', 'v1'), { reporter: 'destination', meanMs: 1, requestsPerSecond: 6 }),
        ],
      },
      { type: 'service' },
    )
    expect(graph.edges[1]).toMatchObject({ meanLatencyMs: 20, p50Ms: [0, 10], p95Ms: [10, 100], p99Ms: [10, 100] })
    const untimed = graph.edges.filter(({ p95Ms }) => p95Ms === undefined)
    expect(untimed.every(({ p50Ms, p99Ms }) => p50Ms === undefined && p99Ms === undefined)).toBe(true)
  })

  it('takes the callee’s times where the caller’s proxy has none, and none where two protocols share them', () => {
    const target = to('pay', 'payments', 'v1')
    const latency = aLatency(front, target, { reporter: 'destination', meanMs: 7 })
    const http = [aRequest(front, target), aRequest(front, target, { reporter: 'destination' })]
    expect(graphOf({ requests: http, latencies: [latency] }).edges[0]).toMatchObject({ meanLatencyMs: 7 })
    const grpc = aRequest(front, target, { reporter: 'destination', protocol: 'grpc', grpcStatus: '0' })
    const mixed = graphOf({ requests: [...http, grpc], latencies: [latency] })
    expect(mixed.edges).toHaveLength(2)
    expect(mixed.edges.some((edge) => edge.meanLatencyMs !== undefined)).toBe(false)
    const told = graphOf({ requests: [...http, grpc], latencies: [{ ...latency, protocol: 'grpc' }] })
    expect(told.edges.map((edge) => [edge.protocol, edge.meanLatencyMs])).toEqual([
      ['grpc', 7],
      ['http', undefined],
    ])
  })

  it('takes the source’s cluster where the destination’s is not told', () => {
    const graph = graphOf(
      { requests: [aRequest({ ...front, cluster: 'west' }, toService('pay', 'payments'))] },
      { inventory: anInventory({ clusters: [aCluster({ id: 'east' }), aCluster({ id: 'west' })] }) },
    )
    expect(graph.edges[0]?.target).toBe('service:west/pay/payments')
  })

  it('counts a waypoint’s view where the caller has none, and never adds the callee’s', () => {
    const target = to('pay', 'payments', 'v1')
    const graph = graphOf({
      requests: [
        aRequest(front, target, { reporter: 'waypoint', perSecond: 4 }),
        aRequest(front, target, { reporter: 'destination', perSecond: 3 }),
      ],
    })
    expect(graph.edges).toMatchObject([{ requestsPerSecond: 4, reporters: { waypoint: { requestsPerSecond: 4 } } }])
  })

  it('answers the schema, sorted, ends among its nodes and codes adding up, for any labels', () => {
    const label = fc.option(fc.constantFrom('a', 'b', 'a/b', '"', '\n', '德', '\ud800', '__proto__', ''), {
      nil: undefined,
    })
    const ends = fc.record({ cluster: label, namespace: label, workload: label, app: label, version: label })
    const row = fc
      .record({
        reporter: fc.constantFrom('source' as const, 'destination' as const, 'waypoint' as const),
        source: ends,
        destination: fc
          .tuple(ends, label, label, label)
          .map(([end, host, service, serviceNamespace]) => ({ ...end, host, service, serviceNamespace })),
        protocol: fc.constantFrom('http' as const, 'grpc' as const),
        code: fc.constantFrom('200', '503', '0', 'junk'),
        flags: fc.subarray(['UF', 'URX', 'FI', 'XYZ']),
        perSecond: fc.double({ min: 0, max: 1e6, noNaN: true }),
      })
      .map(({ source, destination, ...rest }) =>
        aRequest(withoutUndefined(source), withoutUndefined(destination), rest),
      )
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 12 }),
        fc.constantFrom('service', 'workload', 'app', 'versioned-app'),
        (rows, type) => {
          const graph = GraphSnapshot.parse(graphOf({ requests: rows }, { type: type as GraphQuestion['type'] }))
          const ids = new Set(idsOf(graph.nodes))
          expect(ids.size).toBe(graph.nodes.length)
          expect(idsOf(graph.nodes)).toEqual([...ids].sort())
          expect(idsOf(graph.edges)).toEqual(idsOf(graph.edges).toSorted())
          for (const edge of graph.edges) {
            expect(ids.has(edge.source) && ids.has(edge.target)).toBe(true)
            const sum = Object.values(edge.byCode ?? {}).reduce((total, rate) => total + rate, 0)
            expect(sum).toBeCloseTo(edge.requestsPerSecond ?? 0, -2)
          }
        },
      ),
    )
  })
})

function withoutUndefined<Item extends object>(item: Item): { [Key in keyof Item]?: Exclude<Item[Key], undefined> } {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Item]?: Exclude<Item[Key], undefined>
  }
}
