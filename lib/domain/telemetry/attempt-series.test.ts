import { describe, expect, it } from 'vitest'
import { attemptSeries } from './attempt-series.ts'
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

const attemptsOf = (...requests: Request[]) => attemptSeries({ timestamps: [0, 30, 60], requests })

describe('attemptSeries', () => {
  it('tells the tries that a retry hid: the failing version is seen by the callee alone', () => {
    const arrived = [
      request([80, 80, null], { reporter: 'destination' }),
      request([52, 0, 5], { reporter: 'destination', version: 'v2', code: '503' }),
    ]
    expect(attemptsOf(request([80, 80, null]), ...arrived)).toEqual([
      { key: 'shop/front', points: [132 / 80, 1, null], ratio: 212 / 160 },
    ])
  })

  it('leaves out injected requests, which never arrive', () => {
    const injected = request([40, 40, 40], { code: '503', flags: ['FI'] })
    const [line] = attemptsOf(request([10, 10, 10]), injected, request([10, 10, 10], { reporter: 'destination' }))
    expect(line?.ratio).toBe(1)
  })

  it('says nothing of callers that one side alone counts', () => {
    expect(attemptsOf(request([10, 10, 10]))).toEqual([])
    expect(attemptsOf(request([10, 10, 10], { reporter: 'destination', caller: {} }))).toEqual([])
  })
})
