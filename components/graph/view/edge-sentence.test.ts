import { describe, expect, test } from 'vitest'
import type { GraphEdge } from '#lib/domain/graph/snapshot.ts'
import { edgeSentence } from './edge-sentence.ts'

const edge = (rest: Partial<GraphEdge>): GraphEdge => ({
  id: 'e',
  source: 'a',
  target: 'b',
  protocol: 'http',
  health: 'healthy',
  ...rest,
})

const failing = { health: 'failing', requestsPerSecond: 5.7, errorRatio: 0.18 } as const

describe('edgeSentence', () => {
  test('names the response flag that most failures carry', () => {
    const byFlag = { UO: 1.03, DC: 4 }
    expect(edgeSentence(edge({ ...failing, byFlag, byCode: { '503': 1.03 } }))).toMatchObject({
      code: 'failingFlag',
      flag: 'UO',
    })
  })

  test('names the answer where no flag explains the failures, gRPC too', () => {
    const byCode = { 'grpc 0': 4.6, 'grpc 5': 1, 'grpc 14': 1.03 }
    expect(edgeSentence(edge({ ...failing, protocol: 'grpc', byCode, byFlag: { UO: 0.01 } }))).toMatchObject({
      code: 'failingCode',
      answer: 'grpc 14',
    })
    expect(edgeSentence(edge(failing))).toEqual({ code: 'failing', ratio: 0.18, rate: 5.7 })
  })

  test('tells what retries hide: the callee fails more than the caller feels', () => {
    const view = { requestsPerSecond: 10, byCode: {}, byFlag: {} }
    const reporters = { source: { ...view, errorRatio: 0 }, destination: { ...view, errorRatio: 0.2 } }
    expect(edgeSentence(edge({ health: 'degraded', requestsPerSecond: 8, errorRatio: 0, reporters }))).toEqual({
      code: 'retried',
      ratio: 0,
      calleeRatio: 0.2,
    })
  })

  test('attempts only the callee counted are told by how they fail, not called below the thresholds', () => {
    const attempts = { health: 'degraded', isAttemptsOnly: true, requestsPerSecond: 52, errorRatio: 1 } as const
    expect(edgeSentence(edge({ ...attempts, byCode: { '503': 52 } }))).toMatchObject({ code: 'failingCode', ratio: 1 })
    expect(edgeSentence(edge({ ...attempts, health: 'healthy', errorRatio: 0 })).code).toBe('healthy')
  })

  test('tells refusals from failures', () => {
    const refused = { health: 'degraded', requestsPerSecond: 10, errorRatio: 0, clientErrorRatio: 0.4 } as const
    expect(edgeSentence(edge({ ...refused, byCode: { '403': 3, '404': 1, '200': 6 } }))).toMatchObject({
      code: 'refused',
      answer: '403',
    })
  })

  test('missing numbers are unmeasured, never zero', () => {
    expect(edgeSentence(edge({ health: 'unknown' }))).toEqual({ code: 'unmeasured' })
    expect(edgeSentence(edge({ health: 'unknown', protocol: 'tcp' }))).toEqual({ code: 'unmeasured' })
    expect(edgeSentence(edge({ health: 'idle' }))).toEqual({ code: 'idle' })
  })

  test('all injected is said to be injected', () => {
    expect(edgeSentence(edge({ health: 'unknown', requestsPerSecond: 3, injectedRatio: 1 }))).toMatchObject({
      code: 'injected',
    })
  })

  test('TCP is told by bytes and connections, and by its flags when it fails', () => {
    expect(edgeSentence(edge({ protocol: 'tcp', bytesPerSecond: 10 }))).toMatchObject({
      code: 'tcp',
      bytesPerSecond: 10,
    })
    const broken = edge({ protocol: 'tcp', health: 'failing', connectionsPerSecond: 4, byFlag: { UF: 2 } })
    expect(edgeSentence(broken)).toEqual({ code: 'tcpFailing', ratio: 0.5, flag: 'UF' })
  })

  test('calm edges are calm, with or without a few errors', () => {
    expect(edgeSentence(edge({ requestsPerSecond: 3, errorRatio: 0 })).code).toBe('healthy')
    expect(edgeSentence(edge({ requestsPerSecond: 3, errorRatio: 0.001 })).code).toBe('few')
  })
})
