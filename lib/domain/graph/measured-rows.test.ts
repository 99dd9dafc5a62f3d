import { describe, expect, it } from 'vitest'
import {
  anInventory,
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
import { withHealth } from '../health/with-health.ts'
import type { RequestRow, TcpRow } from '../telemetry/traffic.ts'
import { buildGraph } from './build-graph.ts'
import type { GraphType } from './scope.ts'

/** What both proxies of a real mesh counted, probe by probe, and the edges that must come of it. */

const inventory = anInventory({
  services: [aService('shop', 'front'), aService('shop', 'back')],
  workloads: [aWorkload('shop', 'front'), aWorkload('shop', 'back', 'v1'), aWorkload('shop', 'back', 'v2')],
})

const front = from('shop', 'front')
const v1 = to('shop', 'back', 'v1')
const v2 = to('shop', 'back', 'v2')
const nowhere = toService('shop', 'back')

type Answer = [perSecond: number, code: string, flags?: string, grpcStatus?: string]

function rows(reporter: RequestRow['reporter'], destination: RequestRow['destination'], ...answers: Answer[]) {
  return answers.map(([perSecond, code, flags = '', grpcStatus]) =>
    aRequest(front, destination, {
      reporter,
      perSecond,
      code,
      flags: flags === '' ? [] : flags.split(','),
      ...(grpcStatus !== undefined && { grpcStatus, protocol: 'grpc' as const }),
    }),
  )
}

const S = (destination: RequestRow['destination'], ...answers: Answer[]) => rows('source', destination, ...answers)
const D = (destination: RequestRow['destination'], ...answers: Answer[]) => rows('destination', destination, ...answers)

interface Expected {
  rate: number
  /** Absent: nothing to judge, all injected. */
  errors?: number
  codes: Record<string, number>
  flags?: Record<string, number>
  injected?: number
  clientErrors?: number
}

function edgesOf(type: GraphType, requests: RequestRow[], tcp: TcpRow[] = []) {
  const traffic = edgeTraffic({ requests, tcp })
  const graph = buildGraph({ inventory, traffic, type, at: 1_790_000_000, windowSeconds: 60 })
  return Object.fromEntries(
    graph.edges.map((edge) => [
      edge.target,
      {
        rate: edge.requestsPerSecond,
        codes: edge.byCode,
        ...(Object.keys(edge.byFlag ?? {}).length > 0 && { flags: edge.byFlag }),
        ...(edge.errorRatio !== undefined && { errors: edge.errorRatio }),
        ...(edge.clientErrorRatio !== undefined &&
          edge.clientErrorRatio > 0 && { clientErrors: edge.clientErrorRatio }),
        ...(edge.injectedRatio !== undefined && { injected: edge.injectedRatio }),
      },
    ]),
  )
}

/** What the caller, an entry, is said to send, and which edges it did not feel. */
function entryOf(type: GraphType, requests: RequestRow[]) {
  const traffic = edgeTraffic({ requests })
  const graph = withHealth(buildGraph({ inventory, traffic, type, at: 1_790_000_000, windowSeconds: 60 }))
  const { requestsPerSecond, errorRatio, health } = graph.nodes.find(({ id }) => id.endsWith('/front')) ?? {}
  return {
    sends: [requestsPerSecond, errorRatio, health],
    attemptsOnly: graph.edges.filter((edge) => edge.isAttemptsOnly).map((edge) => [edge.target, edge.health]),
    roles: graph.nodes.filter((node) => node.role !== undefined).map((node) => [node.id, node.role]),
  }
}

const back = 'service:demo/shop/back'
const backV1 = 'workload:demo/shop/back-v1'
const backV2 = 'workload:demo/shop/back-v2'

const onOneWorkload: [string, RequestRow[], Expected][] = [
  [
    '1 the app answers 500: once, not twice',
    [...S(v1, [10, '500']), ...D(v1, [10, '500'])],
    { rate: 10, errors: 1, codes: { 500: 10 } },
  ],
  [
    '2 a route times out: UT and its DC are one timeout',
    [...S(v1, [10, '504', 'UT']), ...D(v1, [10, '0', 'DC'])],
    { rate: 10, errors: 1, codes: { 504: 10 }, flags: { UT: 10 } },
  ],
  [
    '2 each try times out: three attempts are one request',
    [...S(v1, [10, '504', 'URX,UT']), ...D(v1, [30, '0', 'DC'])],
    { rate: 10, errors: 1, codes: { 504: 10 }, flags: { URX: 10, UT: 10 } },
  ],
  [
    '2 the client gives up: no UT, so DC stands',
    [...S(v1, [10, '0', 'DC']), ...D(v1, [10, '0', 'DC'])],
    { rate: 10, errors: 1, codes: { 0: 10 }, flags: { DC: 10 } },
  ],
  [
    '3 retries in vain: 20 requests, 60 attempts',
    [...S(v1, [20, '500', 'URX']), ...D(v1, [60, '500'])],
    { rate: 20, errors: 1, codes: { 500: 20 }, flags: { URX: 20 } },
  ],
  [
    '3 the app closes the socket: the callee’s UC is kept as evidence',
    [...S(v1, [5, '503']), ...D(v1, [5, '503', 'UC'])],
    { rate: 5, errors: 1, codes: { 503: 5 }, flags: { UC: 5 } },
  ],
  [
    '7 too many active requests: the overflow knows its workload and never arrives',
    [...S(v1, [50, '200'], [100, '503', 'UO']), ...D(v1, [50, '200'])],
    { rate: 150, errors: 0.666667, codes: { 200: 50, 503: 100 }, flags: { UO: 100 } },
  ],
  [
    '9 a policy denies: the client’s failure',
    [...S(v1, [10, '403']), ...D(v1, [10, '403'])],
    { rate: 10, errors: 0, clientErrors: 1, codes: { 403: 10 } },
  ],
  [
    '11 the app is killed behind a living sidecar',
    [...S(v1, [10, '503']), ...D(v1, [10, '503', 'URX,UF'])],
    { rate: 10, errors: 1, codes: { 503: 10 }, flags: { UF: 10, URX: 10 } },
  ],
  [
    '12 all packets dropped: only the caller has it',
    S(v1, [10, '504', 'UT']),
    { rate: 10, errors: 1, codes: { 504: 10 }, flags: { UT: 10 } },
  ],
  [
    '12 connections reset: only the caller has it',
    S(v1, [10, '503', 'URX,UF']),
    { rate: 10, errors: 1, codes: { 503: 10 }, flags: { UF: 10, URX: 10 } },
  ],
  [
    '13 a delay is injected: the request is not judged',
    [...S(v1, [5, '200', 'DI'], [5, '200']), ...D(v1, [10, '200'])],
    { rate: 10, errors: 0, injected: 0.5, codes: { 200: 10 }, flags: { DI: 5 } },
  ],
  [
    '14 plain text to STRICT: no HTTP at the callee',
    S(v1, [10, '503', 'UC']),
    { rate: 10, errors: 1, codes: { 503: 10 }, flags: { UC: 10 } },
  ],
  [
    '24 a local rate limit: RL is only the callee’s',
    [...S(v1, [6, '200'], [4, '429']), ...D(v1, [6, '200'], [4, '429', 'RL'])],
    { rate: 10, errors: 0, clientErrors: 0.4, codes: { 200: 6, 429: 4 }, flags: { RL: 4 } },
  ],
  [
    '27 gRPC trailers say 14',
    [...S(v1, [10, '200', '', '14']), ...D(v1, [10, '200', '', '14'])],
    { rate: 10, errors: 1, codes: { 'grpc 14': 10 } },
  ],
  [
    '27 gRPC unavailable is retried by default',
    [...S(v1, [10, '200', 'URX', '14']), ...D(v1, [30, '200', '', '14'])],
    { rate: 10, errors: 1, codes: { 'grpc 14': 10 }, flags: { URX: 10 } },
  ],
  [
    '27 gRPC with the app down',
    [...S(v1, [10, '200', 'URX', '14']), ...D(v1, [30, '200', 'UF', '14'])],
    { rate: 10, errors: 1, codes: { 'grpc 14': 10 }, flags: { UF: 30, URX: 10 } },
  ],
  [
    '27 gRPC denied by policy',
    [...S(v1, [10, '200', '', '7']), ...D(v1, [10, '200', '', '7'])],
    { rate: 10, errors: 0, clientErrors: 1, codes: { 'grpc 7': 10 } },
  ],
  [
    '27 a deadline on gRPC: DR is that timeout',
    [...S(v1, [10, '200', '', '4']), ...D(v1, [10, '0', 'DR', '4'])],
    { rate: 10, errors: 1, codes: { 'grpc 4': 10 } },
  ],
  [
    '27 a gRPC client that cancels: DR stands',
    [...S(v1, [10, '200', '', '1']), ...D(v1, [10, '0', 'DR', '1'])],
    { rate: 10, errors: 0, clientErrors: 1, codes: { 'grpc 1': 10 }, flags: { DR: 10 } },
  ],
  [
    '– an unmeshed caller is counted by the callee alone',
    D(v1, [9, '200'], [1, '500']),
    { rate: 10, errors: 0.1, codes: { 200: 9, 500: 1 } },
  ],
]

const onNoWorkload: [string, RequestRow[], Expected][] = [
  [
    '4 a missing subset: the authority is read in the caller’s namespace',
    S(toAuthority('back:9080'), [10, '503', 'NC']),
    { rate: 10, errors: 1, codes: { 503: 10 }, flags: { NC: 10 } },
  ],
  [
    '5 a subset without pods',
    S(nowhere, [10, '503', 'UH']),
    { rate: 10, errors: 1, codes: { 503: 10 }, flags: { UH: 10 } },
  ],
  [
    '10 no route matches, asked for by full name',
    S(toAuthority('back.shop.svc.cluster.local:9080'), [10, '404', 'NR']),
    { rate: 10, errors: 1, codes: { 404: 10 }, flags: { NR: 10 } },
  ],
  [
    '13 an injected abort is no error of the mesh',
    S(nowhere, [5, '503', 'FI']),
    { rate: 5, injected: 1, codes: { 503: 5 }, flags: { FI: 5 } },
  ],
  [
    '13 the client leaves during an injected delay',
    S(nowhere, [5, '0', 'DC,DI']),
    { rate: 5, injected: 1, codes: { 0: 5 }, flags: { DC: 5, DI: 5 } },
  ],
  ['15 a redirect', S(toAuthority('back.shop:80'), [10, '301']), { rate: 10, errors: 0, codes: { 301: 10 } }],
  [
    '27 gRPC without a cluster is HTTP 200',
    S(nowhere, [10, '200', 'NC', '14']),
    { rate: 10, errors: 1, codes: { 'grpc 14': 10 }, flags: { NC: 10 } },
  ],
]

describe('one edge of what both proxies counted', () => {
  it.each(onOneWorkload)('%s', (_, requests, expected) => {
    expect(edgesOf('workload', requests)).toEqual({ [backV1]: expected })
    expect(edgesOf('service', requests)).toEqual({ [back]: expected })
  })

  it.each(onNoWorkload)('%s', (_, requests, expected) => {
    expect(edgesOf('workload', requests)).toEqual({ [back]: expected })
    expect(edgesOf('versioned-app', requests)).toEqual({ [back]: expected })
    expect(edgesOf('service', requests)).toEqual({ [back]: expected })
  })
})

describe('several edges of what both proxies counted', () => {
  it('3 shows the version that fails and is retried elsewhere, and counts what callers asked for once', () => {
    const requests = [...S(v1, [80, '200']), ...D(v1, [80, '200']), ...D(v2, [52, '503'])]
    expect(edgesOf('workload', requests)).toEqual({
      [backV1]: { rate: 80, errors: 0, codes: { 200: 80 } },
      [backV2]: { rate: 52, errors: 1, codes: { 503: 52 } },
    })
    expect(edgesOf('service', requests)).toEqual({ [back]: { rate: 80, errors: 0, codes: { 200: 80 } } })
  })

  it('6 keeps answers of the dying app, and refusals once it is gone, apart', () => {
    const requests = [...S(v1, [2, '503']), ...S(nowhere, [8, '503', 'UH']), ...D(v1, [6, '503', 'URX,UF'])]
    expect(edgesOf('workload', requests)).toEqual({
      [backV1]: { rate: 2, errors: 1, codes: { 503: 2 }, flags: { UF: 6, URX: 6 } },
      [back]: { rate: 8, errors: 1, codes: { 503: 8 }, flags: { UH: 8 } },
    })
    expect(edgesOf('service', requests)).toMatchObject({ [back]: { rate: 10, errors: 1, codes: { 503: 10 } } })
  })

  it('7 gives requests refused while they waited for a connection to the service', () => {
    const requests = [...S(v1, [21, '200']), ...S(nowhere, [129, '503', 'UO']), ...D(v1, [21, '200'])]
    expect(edgesOf('workload', requests)).toEqual({
      [backV1]: { rate: 21, errors: 0, codes: { 200: 21 } },
      [back]: { rate: 129, errors: 1, codes: { 503: 129 }, flags: { UO: 129 } },
    })
    expect(edgesOf('service', requests)).toEqual({
      [back]: { rate: 150, errors: 0.86, codes: { 200: 21, 503: 129 }, flags: { UO: 129 } },
    })
  })

  it('16 shows a mirror where its copies arrive and leaves the caller’s numbers alone', () => {
    const requests = [...S(v1, [10, '200']), ...D(v1, [10, '200']), ...D(v2, [10, '500'])]
    expect(edgesOf('workload', requests)).toEqual({
      [backV1]: { rate: 10, errors: 0, codes: { 200: 10 } },
      [backV2]: { rate: 10, errors: 1, codes: { 500: 10 } },
    })
    expect(edgesOf('service', requests)).toEqual({ [back]: { rate: 10, errors: 0, codes: { 200: 10 } } })
  })

  it('3 does not charge the caller with attempts a retry hid; the failing version stays the origin', () => {
    const requests = [...S(v1, [80, '200']), ...D(v1, [80, '200']), ...D(v2, [52, '503'])]
    expect(entryOf('workload', requests)).toEqual({
      sends: [80, 0, 'healthy'],
      attemptsOnly: [[backV2, 'degraded']],
      roles: [[backV2, 'origin']],
    })
    expect(entryOf('service', requests)).toMatchObject({ sends: [80, 0, 'healthy'], attemptsOnly: [] })
  })

  it('16 does not charge the caller with mirrored copies', () => {
    const requests = [...S(v1, [80, '200']), ...D(v1, [80, '200']), ...D(v2, [80, '200'])]
    expect(entryOf('workload', requests)).toEqual({
      sends: [80, 0, 'healthy'],
      attemptsOnly: [[backV2, 'healthy']],
      roles: [],
    })
  })

  it('charges the caller with what only the callee counted where its own proxy is silent or was passed by', () => {
    const silent = [...D(v1, [80, '200']), ...D(v2, [20, '503'])]
    expect(entryOf('workload', silent)).toMatchObject({ sends: [100, 0.2, 'failing'], attemptsOnly: [] })
    const plain = D(v2, [20, '503']).map((row) => ({ ...row, security: 'none' as const }))
    expect(entryOf('workload', [...S(v1, [80, '200']), ...plain])).toMatchObject({
      sends: [100, 0.2, 'failing'],
      attemptsOnly: [],
    })
  })

  it('3 and 16 hold behind a waypoint, for the service it serves', () => {
    const atWaypoint = rows('waypoint', v1, [80, '200'])
    expect(entryOf('workload', [...atWaypoint, ...D(v2, [52, '503'])])).toMatchObject({ sends: [80, 0, 'healthy'] })
    const elsewhere = D(to('shop', 'other'), [20, '200'])
    expect(entryOf('workload', [...atWaypoint, ...elsewhere])).toMatchObject({ sends: [100, 0, 'healthy'] })
  })

  it('2 takes one caller’s timeout for its own only: another caller’s DC stands', () => {
    const leaving = { reporter: 'destination' as const, code: '0', flags: ['DC'] }
    const requests = [
      ...S(v1, [10, '504', 'UT']),
      ...D(v1, [10, '0', 'DC']),
      aRequest(from('shop', 'front', 'v2'), v1, { ...leaving, perSecond: 3 }),
    ]
    expect(edgesOf('app', requests)).toMatchObject({ 'app:demo/shop/back': { flags: { DC: 3, UT: 10 } } })
  })

  it('17 knows passthrough, black hole and a ServiceEntry’s host for what they are', () => {
    const host = 'api.example.com'
    const requests = [
      ...S({ host: '10.1.2.3:8080', service: 'PassthroughCluster' }, [1, '200']),
      ...S({ host: 'refused.example.com', service: 'BlackHoleCluster' }, [2, '502']),
      ...S({ host, service: host, serviceNamespace: 'shop', workload: 'synthetic', namespace: 'shop' }, [3, '200']),
    ]
    const tcp = [aTcp(front, { service: 'PassthroughCluster' }, { flags: ['UF', 'URX'] })]
    expect(edgesOf('workload', requests)).toMatchObject({
      'passthrough:demo': { rate: 1 },
      'blackhole:demo': { rate: 2, errors: 1 },
      'external:demo/api.example.com': { rate: 3 },
    })
    expect(Object.keys(edgesOf('service', [], tcp))).toEqual(['passthrough:demo'])
  })

  it('25 counts refused TCP connections at the service, by flag', () => {
    const tcp = [
      aTcp(front, v1, { connectionsPerSecond: 8 }),
      aTcp(front, v1, { connectionsPerSecond: 8, reporter: 'destination' }),
      aTcp(front, nowhere, {
        connectionsPerSecond: 2,
        flags: ['UH'],
        sentBytesPerSecond: 0,
        receivedBytesPerSecond: 0,
      }),
    ]
    const graph = buildGraph({
      inventory,
      traffic: edgeTraffic({ tcp }),
      type: 'service',
      at: 1_790_000_000,
      windowSeconds: 60,
    })
    expect(graph.edges).toMatchObject([
      { target: back, protocol: 'tcp', connectionsPerSecond: 10, bytesPerSecond: 110, byFlag: { UH: 2 } },
    ])
    expect(graph.edges[0]?.requestsPerSecond).toBeUndefined()
  })

  it('keeps both proxies’ own numbers beside the headline', () => {
    const requests = [...S(v1, [20, '500', 'URX']), ...D(v1, [60, '500'])]
    const traffic = edgeTraffic({ requests })
    const { edges } = buildGraph({ inventory, traffic, type: 'workload', at: 1_790_000_000, windowSeconds: 60 })
    expect(edges[0]?.reporters).toEqual({
      source: { requestsPerSecond: 20, errorRatio: 1, byCode: { 500: 20 }, byFlag: { URX: 20 } },
      destination: { requestsPerSecond: 60, errorRatio: 1, byCode: { 500: 60 }, byFlag: {} },
    })
  })
})
