import { describe, expect, it } from 'vitest'
import { anEdge } from '../../testing/builders.ts'
import { clientFailuresOf, failedAttemptsOn, serverFailuresOf } from './failures.ts'

describe('serverFailuresOf and clientFailuresOf', () => {
  it('take ratios of what was not injected', () => {
    const counted = { requestsPerSecond: 10, injectedRatio: 0.5, errorRatio: 0.2, clientErrorRatio: 0.4 }
    expect(serverFailuresOf(counted)).toEqual({ perSecond: 1, ratio: 0.2 })
    expect(clientFailuresOf(counted)).toEqual({ perSecond: 2, ratio: 0.4 })
  })

  it('find none where nothing was judged', () => {
    expect(serverFailuresOf({ requestsPerSecond: 10, injectedRatio: 1 })).toEqual({ perSecond: 0, ratio: 0 })
    expect(serverFailuresOf({})).toEqual({ perSecond: 0, ratio: 0 })
  })
})

describe('failedAttemptsOn', () => {
  it('is what the callee saw fail on an edge its caller did not feel', () => {
    const edge = anEdge('a', 'b', { requestsPerSecond: 52, errorRatio: 1 })
    expect(failedAttemptsOn({ ...edge, isAttemptsOnly: true })).toEqual({ perSecond: 52, ratio: 1 })
    expect(failedAttemptsOn(edge)).toEqual({ perSecond: 0, ratio: 0 })
  })
})
