import { describe, expect, test } from 'vitest'
import { probeTiming, probeVerdict } from './probe-verdict.ts'

describe('a probe’s verdict', () => {
  test('readiness starts low, rises with the first success and falls only after three failures in a row', () => {
    const verdict = probeVerdict('readiness', {})
    expect(verdict.isUp).toBe(false)
    expect(verdict.record(true)).toBe(true)
    expect([false, false, true, false, false].map((isOk) => verdict.record(isOk))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
    expect(verdict.isUp).toBe(true)
    expect(verdict.record(false)).toBe(true)
    expect(verdict.isUp).toBe(false)
  })

  test('the pod’s own thresholds count', () => {
    const verdict = probeVerdict('readiness', { successThreshold: 2, failureThreshold: 1 })
    verdict.record(true)
    expect(verdict.isUp).toBe(false)
    verdict.record(true)
    expect(verdict.isUp).toBe(true)
    verdict.record(false)
    expect(verdict.isUp).toBe(false)
  })

  test('a container is alive until its liveness probe has failed often enough', () => {
    const verdict = probeVerdict('liveness', { failureThreshold: 2 })
    expect(verdict.isUp).toBe(true)
    expect(verdict.record(false)).toBe(false)
    expect(verdict.record(false)).toBe(true)
    expect(verdict.isUp).toBe(false)
  })

  test('a container that never starts is told so although it was never up', () => {
    const verdict = probeVerdict('startup', { failureThreshold: 2 })
    expect([verdict.record(false), verdict.record(false)]).toEqual([false, true])
  })
})

describe('how often a probe asks', () => {
  test('as the pod says up to two seconds', () => {
    expect(probeTiming('readiness', { periodSeconds: 1, timeoutSeconds: 3, initialDelaySeconds: 4 }, true)).toEqual({
      initialDelayMs: 4000,
      periodMs: 1000,
      timeoutMs: 3000,
    })
    expect(probeTiming('liveness', { periodSeconds: 15 }, true).periodMs).toBe(2000)
  })

  test('readiness asks eagerly until it is there, startup keeps its own period because its failures are counted', () => {
    expect(probeTiming('readiness', { periodSeconds: 15 }, false).periodMs).toBe(500)
    expect(probeTiming('startup', { periodSeconds: 1 }, false).periodMs).toBe(1000)
  })
})
