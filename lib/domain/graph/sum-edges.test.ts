import { describe, expect, it } from 'vitest'
import { anEdge } from '../../testing/builders.ts'
import { sumEdges } from './sum-edges.ts'

const busy = anEdge('a', 'b', {
  requestsPerSecond: 30,
  errorRatio: 0.1,
  meanLatencyMs: 10,
  mtlsShare: 1,
  p95Ms: [10, 25],
  byCode: { '200': 27, '503': 3 },
  byFlag: { UO: 3 },
  health: 'failing',
})
const calm = anEdge('a', 'c', {
  requestsPerSecond: 10,
  errorRatio: 0,
  meanLatencyMs: 50,
  mtlsShare: 0,
  byCode: { '200': 10 },
  byFlag: {},
  health: 'healthy',
})

describe('sumEdges', () => {
  it('adds rates and codes, weighs shares and means by requests, and is as ill as the worst', () => {
    expect(sumEdges([busy, calm])).toEqual({
      requestsPerSecond: 40,
      errorRatio: 0.075,
      meanLatencyMs: 20,
      mtlsShare: 0.75,
      byCode: { '200': 37, '503': 3 },
      byFlag: { UO: 3 },
      health: 'failing',
    })
  })

  it('weighs an error share by what was not injected, as it is a share of that', () => {
    const drilled = anEdge('a', 'b', { requestsPerSecond: 20, injectedRatio: 0.5, errorRatio: 0.5 })
    const sum = sumEdges([drilled, calm])
    expect(sum.errorRatio).toBeCloseTo(0.25)
    expect(sum.injectedRatio).toBeCloseTo(10 / 30)
  })

  it('keeps missing what none of them measured, and counts none of it as zero', () => {
    expect(sumEdges([anEdge('a', 'b')])).toEqual({ byFlag: {}, health: 'unknown' })
    const { requestsPerSecond, errorRatio } = sumEdges([anEdge('a', 'b'), busy])
    expect({ requestsPerSecond, errorRatio }).toEqual({ requestsPerSecond: 30, errorRatio: 0.1 })
  })

  it('is mirrored only when all of it is', () => {
    const mirrored = { ...calm, isAttemptsOnly: true, isMirrored: true as const }
    expect(sumEdges([mirrored])).toMatchObject({ isMirrored: true, isAttemptsOnly: true })
    expect(sumEdges([mirrored, busy]).isMirrored).toBeUndefined()
  })
})
