import { describe, expect, it } from 'vitest'
import { anInventory, anObject, aService, aWorkload, from, to, toAuthority, toService } from '../../testing/builders.ts'
import type { CallHistory, Points } from '../telemetry/traffic.ts'
import { caseOfWindow, IncidentCase, windowOfCase } from './incident-case.ts'
import { type TrafficWindowQuestion, trafficWindow } from './traffic-window.ts'

const front = from('shop', 'front', 'v1')
const inventory = anInventory({
  services: [aService('shop', 'front'), aService('shop', 'cart')],
  workloads: [
    aWorkload('shop', 'front', 'v1', { rolledOutAt: '1970-01-01T00:16:50Z' }),
    aWorkload('shop', 'cart', 'v1'),
    aWorkload('shop', 'cart', 'v2'),
  ],
})
const [frontId, cartId] = ['service:demo/shop/front', 'service:demo/shop/cart']

type RequestLine = CallHistory['requests'][number]

function requests(points: Points, fields: Partial<RequestLine> = {}): RequestLine {
  return {
    reporter: 'source',
    source: front,
    destination: to('shop', 'cart', 'v1'),
    protocol: 'http',
    code: '200',
    flags: [],
    points,
    ...fields,
  }
}

function history(parts: Partial<CallHistory>, start = 1000): CallHistory {
  return { bucketTimes: [start, start + 30], stepSeconds: 30, requests: [], times: [], tcp: [], ...parts }
}

function windowOf(parts: Partial<CallHistory>, more: Partial<TrafficWindowQuestion> = {}) {
  return trafficWindow({ histories: [history(parts)], inventory, ...more }).window
}

function valuesOf(window: ReturnType<typeof windowOf>, metric: string, reporter = 'source', version?: string) {
  return window.series.find(
    (series) => series.metric === metric && series.reporter === reporter && series.version === version,
  )?.values
}

describe('trafficWindow', () => {
  it('gives requests, failed share and mean per call and reporter, and nothing where nothing was counted', () => {
    const window = windowOf({
      requests: [requests([8, 8]), requests([null, 2], { code: '503' })],
      times: [
        {
          reporter: 'source',
          source: front,
          destination: to('shop', 'cart', 'v1'),
          requests: [8, 10],
          milliseconds: [80, 300],
        },
      ],
    })
    expect(window.calls).toEqual([{ source: frontId, destination: cartId, protocol: 'http' }])
    expect(valuesOf(window, 'requests')).toEqual([8, 10])
    expect(valuesOf(window, 'error_rate')).toEqual([0, 0.2])
    expect(valuesOf(window, 'latency_mean_ms')).toEqual([10, 30])
    expect(valuesOf(window, 'requests', 'destination')).toBeUndefined()
  })

  it('keeps what was not measured apart from what was zero', () => {
    const window = windowOf({ requests: [requests([8, null]), requests([0, 0], { source: from('shop', 'other') })] })
    expect(valuesOf(window, 'requests')).toEqual([8, null])
    expect(valuesOf(window, 'error_rate')).toEqual([0, null])
  })

  it('tells versions in addition to the whole where there are several, and not where there is one', () => {
    const second = requests([2, 2], { destination: to('shop', 'cart', 'v2'), code: '500' })
    const window = windowOf({ requests: [requests([8, 8]), second] })
    expect(valuesOf(window, 'requests')).toEqual([10, 10])
    expect(valuesOf(window, 'error_rate', 'source', 'v2')).toEqual([1, 1])
    expect(valuesOf(windowOf({ requests: [requests([8, 8])] }), 'requests', 'source', 'v1')).toBeUndefined()
  })

  it.each([
    ['a subset without pods', toService('shop', 'cart'), 'UH'],
    ['an authority without a cluster', toAuthority('cart:8080'), 'NC'],
    ['an authority with its namespace', toAuthority('cart.shop.svc.cluster.local:8080'), 'NR'],
  ])('counts calls to %s at the service that was asked', (_, destination, flag) => {
    const window = windowOf({
      requests: [requests([8, 6]), requests([null, 2], { destination, code: '503', flags: [flag] })],
    })
    expect(window.services).toEqual([frontId, cartId])
    expect(valuesOf(window, 'error_rate')).toEqual([0, 0.25])
    expect(valuesOf(window, `flag_${flag}`)).toEqual([0, 2])
  })

  it('splits flags, as the caller saw them', () => {
    const flagged = { code: '503', flags: ['UF', 'URX'] }
    const window = windowOf({
      requests: [requests([2, 2], flagged), requests([6, 6], { ...flagged, reporter: 'destination' })],
    })
    expect(valuesOf(window, 'flag_UF')).toEqual([2, 2])
    expect(valuesOf(window, 'flag_URX')).toEqual([2, 2])
    expect(
      window.series.filter(({ metric, reporter }) => metric.startsWith('flag_') && reporter === 'destination'),
    ).toEqual([])
  })

  it.each([
    ['HTTP 403', { code: '403' }],
    ['gRPC status 7', { protocol: 'grpc', code: '200', grpcStatus: '7' }],
  ] as const)('tells a refusal by %s as code_403 and no failure', (_, fields) => {
    const window = windowOf({ requests: [requests([6, 6]), requests([2, 2], fields)] })
    expect(valuesOf(window, 'code_403')).toEqual([2, 2])
    expect(valuesOf(window, 'error_rate')).toEqual([0, 0])
  })

  it('leaves injected failures out of the share, and tells them as flags', () => {
    const window = windowOf({ requests: [requests([6, 6]), requests([2, 2], { code: '503', flags: ['FI'] })] })
    expect(valuesOf(window, 'error_rate')).toEqual([0, 0])
    expect(valuesOf(window, 'flag_FI')).toEqual([2, 2])
  })

  it('takes what a callee saw abandoned for its caller’s timeout where there was one, else for a failure', () => {
    const abandoned = requests([2, 2], { reporter: 'destination', code: '0', flags: ['DC'] })
    const timedOut = requests([2, 2], { code: '504', flags: ['UT'] })
    expect(valuesOf(windowOf({ requests: [timedOut, abandoned] }), 'error_rate', 'destination')).toEqual([0, 0])
    expect(valuesOf(windowOf({ requests: [requests([2, 2]), abandoned] }), 'error_rate', 'destination')).toEqual([1, 1])
  })

  it('leaves mirrored copies out, of which the caller knows nothing', () => {
    const mirror = anObject('VirtualService', 'shop', 'cart', {
      hosts: ['cart'],
      http: [
        {
          route: [{ destination: { host: 'cart', subset: 'v1' } }],
          mirror: { host: 'cart', subset: 'v2' },
        },
      ],
    })
    const subsets = anObject('DestinationRule', 'shop', 'cart', {
      host: 'cart',
      subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
    })
    const counted = {
      requests: [
        requests([8, 8]),
        requests([8, 8], { reporter: 'destination' }),
        requests([8, 8], { reporter: 'destination', destination: to('shop', 'cart', 'v2'), code: '500' }),
      ],
    }
    const mirrored = windowOf(counted, { inventory: { ...inventory, objects: [mirror, subsets] } })
    expect(valuesOf(mirrored, 'error_rate', 'destination')).toEqual([0, 0])
    expect(valuesOf(windowOf(counted), 'error_rate', 'destination')).toEqual([0.5, 0.5])
  })

  it('begins where something was counted, and keeps an earlier stretch apart', () => {
    const { window } = trafficWindow({
      histories: [
        history({ requests: [requests([4, 4])] }),
        history({ bucketTimes: [5000, 5030, 5060], requests: [requests([null, 8, 8])] }),
      ],
      inventory,
    })
    expect(window.bucketTimes).toEqual([1000, 1030, 5030, 5060])
    expect(valuesOf(window, 'requests')).toEqual([4, 4, 8, 8])
  })

  it('names the service trouble was felt at, and who may not be suspected', () => {
    const window = windowOf(
      { requests: [requests([1, 1]), requests([1, 1], { reporter: 'destination', source: {} })] },
      { symptom: { namespace: 'shop', name: 'cart' } },
    )
    expect(window.symptom).toEqual({ service: cartId })
    expect(window.services).toContain('unknown:demo')
    expect(window.candidates).toEqual([frontId, cartId])
  })

  it('knows rollouts and the writes of objects that are about a service', () => {
    const written = anObject('DestinationRule', 'shop', 'cart', { host: 'cart' }, { createdAt: '1970-01-01T00:16:55Z' })
    const window = windowOf({ requests: [requests([1, 1])] }, { inventory: { ...inventory, objects: [written] } })
    expect(window.changes).toEqual([
      { service: cartId, kind: 'DestinationRule', at: 1015, to: 'shop/cart' },
      { service: frontId, kind: 'rollout', at: 1010, to: 'v1' },
    ])
  })

  it('tells nothing of calls that do not touch the scope', () => {
    const elsewhere = requests([1, 1], { source: from('pay', 'a'), destination: to('pay', 'b') })
    const { window, services } = trafficWindow({
      histories: [history({ requests: [requests([1, 1]), elsewhere] })],
      inventory,
      namespaces: ['shop'],
    })
    expect(window.services).toEqual([frontId, cartId])
    expect([...services.keys()]).toEqual([frontId, cartId])
  })

  it('survives being written as a case file', () => {
    const window = windowOf({ requests: [requests([8, null])] }, { symptom: { namespace: 'shop', name: 'cart' } })
    const text = JSON.stringify(caseOfWindow(window, { dataset: 'own', caseId: 'one' }))
    expect(windowOfCase(IncidentCase.parse(JSON.parse(text)))).toEqual({ ...window, suspectedStart: undefined })
  })
})
