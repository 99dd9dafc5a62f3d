import { describe, expect, it } from 'vitest'
import {
  connectionSeries,
  errorRatioPoints,
  failedSeries,
  flagSeries,
  requestSeries,
  tcpSeries,
} from './service-series.ts'
import type { Points, ServiceTraffic } from './traffic.ts'

type Request = ServiceTraffic['requests'][number]

const front = { cluster: 'demo', namespace: 'shop', workload: 'front' }

function request(points: Points, fields: Partial<Request> = {}): Request {
  return {
    reporter: 'source',
    caller: front,
    protocol: 'http',
    code: '200',
    flags: [],
    version: 'v1',
    points,
    ...fields,
  }
}

function history(parts: Partial<ServiceTraffic>): ServiceTraffic {
  const none = { requests: [], latencies: [], durations: [], tcp: [], connections: [] }
  return { timestamps: [0, 30, 60], stepSeconds: 30, ...none, ...parts }
}

const traffic = history({
  requests: [
    request([8, 4, null]),
    request([2, 0, null], { version: 'v2', code: '503', flags: ['UF', 'URX'] }),
    request([99, 99, 99], { reporter: 'destination' }),
    request([10, null, 0], { reporter: 'destination', caller: {}, code: '500' }),
    request([5, 5, null], { code: '503', flags: ['FI'] }),
  ],
})

describe('requestSeries', () => {
  it('counts each caller by one proxy, never by both', () => {
    expect(requestSeries(traffic, 'caller')).toEqual([
      { key: 'shop/front', points: [15, 9, null] },
      { key: '', points: [10, null, 0] },
    ])
  })

  it('groups by version and code, and shows what is not measured as null', () => {
    expect(requestSeries(traffic, 'version')).toEqual([
      { key: 'v1', points: [23, 9, 0] },
      { key: 'v2', points: [2, 0, null] },
    ])
    expect(requestSeries(traffic, 'code').map(({ key }) => key)).toEqual(['200', '503', '500'])
  })

  it('counts a request with several flags under each, and one without under none', () => {
    expect(requestSeries(traffic, 'flag').map(({ key }) => key)).toEqual(['', 'FI', 'UF', 'URX'])
    expect(flagSeries(traffic).map(({ key }) => key)).toEqual(['FI', 'UF', 'URX'])
  })

  it('shows one proxy’s own view when asked to', () => {
    expect(requestSeries(traffic, 'version', 'destination')).toEqual([{ key: 'v1', points: [109, 99, 99] }])
  })

  it('names gRPC by its status', () => {
    const grpc = history({ requests: [request([1, 1, 1], { protocol: 'grpc', grpcStatus: '14' })] })
    expect(requestSeries(grpc, 'code').map(({ key }) => key)).toEqual(['grpc 14'])
  })
})

describe('errorRatioPoints and failedSeries', () => {
  it('divide server failures by requests, injected ones in neither, and leave gaps where there were none', () => {
    expect(errorRatioPoints(traffic)).toEqual([12 / 20, 0, null])
  })

  it('divide by a version’s own requests, and by all for codes', () => {
    expect(failedSeries(traffic, 'version')).toEqual([
      { key: 'v2', points: [1, null, null] },
      { key: 'v1', points: [10 / 18, 0, null] },
    ])
    expect(failedSeries(traffic, 'code')).toEqual([
      { key: '500', points: [0.5, 0, null] },
      { key: '503', points: [0.1, 0, null] },
    ])
  })
})

describe('tcpSeries and connectionSeries', () => {
  const line = (fields: Partial<ServiceTraffic['tcp'][number]>): ServiceTraffic['tcp'][number] => ({
    reporter: 'source',
    version: 'v1',
    caller: front,
    direction: 'sent',
    points: [1, 2, null],
    ...fields,
  })

  it('count each caller’s bytes by the proxy nearest to it, one direction at a time', () => {
    const tcp = [
      line({}),
      line({ direction: 'received', points: [9, 9, 9] }),
      line({ reporter: 'destination', points: [1, 2, 3] }),
      line({ reporter: 'destination', caller: {}, points: [5, null, null] }),
    ]
    expect(tcpSeries(history({ tcp }), 'sent')).toEqual([{ key: 'v1', points: [6, 2, null] }])
    expect(tcpSeries(history({ tcp }), 'sent', 'caller')).toEqual([
      { key: '', points: [5, null, null] },
      { key: 'shop/front', points: [1, 2, null] },
    ])
  })

  it('count a connection under each of its flags', () => {
    const { direction: _, ...opened } = line({})
    const connections = [
      { ...opened, flags: [] },
      { ...opened, flags: ['UF', 'URX'], points: [0.5, 0, null] },
    ]
    expect(connectionSeries(history({ connections }), 'flag').map(({ key }) => key)).toEqual(['', 'UF', 'URX'])
    expect(connectionSeries(history({ connections }))).toEqual([{ key: 'v1', points: [1.5, 2, null] }])
  })
})
