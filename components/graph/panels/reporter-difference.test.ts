import { describe, expect, test } from 'vitest'
import type { ReporterView } from '#lib/domain/graph/snapshot.ts'
import { anEdge } from '#lib/testing/builders.ts'
import { reporterDifference } from './reporter-difference.ts'

const saw = (requestsPerSecond: number, fields: Partial<ReporterView> = {}): ReporterView => ({
  requestsPerSecond,
  byCode: {},
  byFlag: {},
  ...fields,
})
const between = (source: ReporterView | undefined, destination: ReporterView | undefined) =>
  reporterDifference(
    anEdge('a', 'b', { reporters: { ...(source && { source }), ...(destination && { destination }) } }),
  )

describe('reporterDifference', () => {
  test('says nothing where both agree to within scrapes, or where one alone reports', () => {
    expect(between(saw(100), saw(98))).toEqual([])
    expect(between(saw(100), undefined)).toEqual([])
    expect(between(undefined, saw(100))).toEqual([])
  })

  test('what the caller’s proxy ended itself never arrived, with the flags that say so', () => {
    const caller = saw(150, { byFlag: { UO: 129 }, byCode: { '200': 21, '503': 129 } })
    expect(between(caller, saw(21))).toMatchObject([{ code: 'neverArrived', ratio: 0.86, flags: ['UO'] }])
    expect(between(saw(10), saw(5))).toMatchObject([{ code: 'neverArrivedPlain', ratio: 0.5 }])
  })

  test('retries are more attempts at the callee, and the failures they hide', () => {
    expect(between(saw(80, { errorRatio: 0 }), saw(132, { errorRatio: 0.39 }))).toMatchObject([
      { code: 'attempts', ratio: 0.65 },
      { code: 'hiddenFailures', callerRatio: 0, calleeRatio: 0.39 },
    ])
  })

  test('a timeout is a DC at the other end', () => {
    const caller = saw(10, { errorRatio: 1, byFlag: { UT: 10 }, byCode: { '504': 10 } })
    const callee = saw(10, { errorRatio: 1, byFlag: { DC: 10 }, byCode: { '0': 10 } })
    expect(between(caller, callee)).toEqual([{ code: 'timeout' }])
  })

  test('a plain 503 with UC at the callee is a process that died behind its sidecar', () => {
    const caller = saw(10, { errorRatio: 1, byCode: { '503': 10 } })
    const callee = saw(10, { errorRatio: 1, byFlag: { UC: 10 } })
    expect(between(caller, callee)).toEqual([{ code: 'processDied', flags: ['UC'] }])
  })

  test('waiting much longer than the answer took is the way between', () => {
    expect(between(saw(10, { meanLatencyMs: 217 }), saw(10, { meanLatencyMs: 4 }))).toEqual([
      { code: 'network', callerMs: 217, calleeMs: 4 },
    ])
    expect(between(saw(10, { meanLatencyMs: 3 }), saw(10, { meanLatencyMs: 1 }))).toEqual([])
  })
})
