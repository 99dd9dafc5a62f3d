import { describe, expect, it } from 'vitest'
import type { CheckedSuspect } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import type { Evidence } from '#lib/domain/diagnosis/suspect.ts'
import { beforeAndNow, claimKey, isTelling, loudestFlag, surgeTimes, trendOf } from './suspect-claim.ts'

const series = { destination: 'a', metric: 'error_rate' }
const errors: Evidence = { kind: 'errors', series, before: 0, now: 0.2, z: 20, requests: 400 }
const latency: Evidence = { kind: 'latency', series, before: 10, now: 80, z: 12 }
const flag = (name: string, now: number): Evidence => ({ ...errors, kind: 'flag', flag: name, now })

function suspect(kind: CheckedSuspect['kind'], ...facts: Evidence[]): CheckedSuspect {
  return { kind, service: 'a', mass: 1, share: 1, path: ['a'], evidence: facts.map((fact) => ({ fact })) }
}

describe('claimKey', () => {
  it.each([
    ['failures', 'service.fails', suspect('service', errors, latency)],
    ['flags', 'configuration.fails', suspect('configuration', flag('UO', 0.3))],
    ['slowness', 'service.slow', suspect('service', { ...errors, z: 1 }, latency)],
    [
      'time lost on the way',
      'network.slow',
      suspect('network', { kind: 'gap', edge: ['b', 'a'], feltMs: [5, 90], doneMs: [4, 4] }),
    ],
    [
      'a version that is slower than its others',
      'version.slow',
      suspect('version', errors, { kind: 'version', metric: 'latency', version: 'v2', now: 90, others: 10, z: 9 }),
    ],
    [
      'calls no longer made',
      'service.skips',
      suspect('service', { kind: 'fewer-calls', service: 'a', callsRatio: 0.1 }),
    ],
    ['nothing that moved', 'service.other', suspect('service', { ...latency, z: -1 })],
    ['more traffic', 'load', suspect('load', errors, { kind: 'surge', times: 2.3 })],
  ])('says of %s %s', (_, key, given) => {
    expect(claimKey(given)).toBe(key)
  })
})

it('takes a fact for telling from three usual spreads on, either way, and one without a spread always', () => {
  expect([2.9, -2.9, 3, -3].map((z) => isTelling({ ...latency, z }))).toEqual([false, false, true, true])
  expect(isTelling({ kind: 'surge', times: 1 })).toBe(true)
})

it('names the flag that grew most', () => {
  expect(loudestFlag(suspect('configuration', flag('UF', 0.1), flag('UO', 0.3)))).toBe('UO')
  expect(loudestFlag(suspect('service', errors))).toBeUndefined()
})

it('tells how many times the traffic is, where it is told', () => {
  expect(surgeTimes(suspect('load', { kind: 'surge', times: 2.3 }))).toBe(2.3)
  expect(surgeTimes(suspect('service', errors))).toBeUndefined()
})

it('tells which way a fact moved, and only what is worth telling', () => {
  expect(trendOf(latency, false)).toBe('more')
  expect(trendOf({ ...latency, now: 2, z: -9 }, false)).toBe('less')
  expect(trendOf({ ...latency, z: 2.9 }, false)).toBe('same')
})

it('tells failures that were there all along without a direction, and other facts with theirs', () => {
  expect(trendOf(errors, true)).toBe('standing')
  expect(trendOf(flag('UO', 0.3), true)).toBe('standing')
  expect(trendOf(latency, true)).toBe('more')
})

it('compares a version with its others, a gap with the gap before, and what is told in times with once', () => {
  expect(beforeAndNow({ kind: 'version', metric: 'errors', version: 'v2', now: 0.2, others: 0.01, z: 9 })).toEqual([
    0.01, 0.2,
  ])
  expect(beforeAndNow({ kind: 'gap', edge: ['b', 'a'], feltMs: [5, 90], doneMs: [6, 4] })).toEqual([0, 86])
  expect(beforeAndNow({ kind: 'surge', times: 2.3 })).toEqual([1, 2.3])
})
