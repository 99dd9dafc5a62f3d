import { describe, expect, test } from 'vitest'
import type { ServiceHistory } from '#lib/domain/telemetry/service-history.ts'
import { aNode } from '#lib/testing/builders.ts'
import { callHistory } from './call-history.ts'

type Line = ServiceHistory['requests'][number]

const web = { cluster: 'demo', namespace: 'shop', workload: 'web-v1', app: 'web', version: 'v1' }
const cart = { ...web, workload: 'cart', app: 'cart' }
const line = (points: Line['points'], fields: Partial<Line> = {}): Line => ({
  reporter: 'source',
  version: 'v2',
  caller: web,
  protocol: 'http',
  code: '200',
  flags: [],
  points,
  ...fields,
})
const historyOf = (...requests: Line[]): ServiceHistory => ({
  timestamps: [0, 60],
  stepSeconds: 60,
  requests,
  latencies: [],
  tcp: [],
  connections: [],
  notices: [],
})
const history = historyOf(
  line([3, 4]),
  line([1, null], { code: '503' }),
  line([9, 9], { reporter: 'destination' }),
  line([5, 5], { version: 'v1' }),
  line([2, 2], { caller: cart }),
)
const v2 = aNode('workload:demo/pay/payments-v2', { version: 'v2' })
const source = aNode('workload:demo/shop/web-v1', { name: 'web-v1', app: 'web', version: 'v1' })

describe('callHistory', () => {
  test('counts what arrived at one version, each request once', () => {
    expect(callHistory(history, v2).requests).toEqual([6, 6])
    expect(callHistory(history, aNode('service:demo/pay/payments', { kind: 'service' })).requests).toEqual([11, 11])
  })

  test('of one caller only what it sent; an app is all its workloads', () => {
    expect(callHistory(history, v2, source)).toEqual({ requests: [4, 4], errorRatio: [0.25, 0] })
    expect(callHistory(history, v2, aNode('app:demo/shop/cart', { name: 'cart', app: 'cart' })).requests).toEqual([
      2, 2,
    ])
    expect(callHistory(history, v2, aNode('workload:demo/shop/other', { name: 'other' }))).toEqual({})
  })

  test('a caller outside the mesh is one nobody names', () => {
    const outside = aNode('unknown:demo', { kind: 'unknown', namespace: '' })
    expect(callHistory(historyOf(line([1, 1], { caller: {} })), v2, outside).requests).toEqual([1, 1])
  })
})
