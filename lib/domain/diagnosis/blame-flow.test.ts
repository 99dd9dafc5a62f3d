import { describe, expect, it } from 'vitest'
import { type CallLevels, incidentWindowOf } from '../../testing/incident-window-of.ts'
import { diagnose } from './diagnose.ts'

const busy = { requests: [50, 50] } as const
const steady = { ...busy, latency_p50_ms: [10, 10], error_rate: [0, 0] } as const
const slow = { ...busy, latency_p50_ms: [10, 90], error_rate: [0, 0] } as const
const failing = { ...busy, latency_p50_ms: [10, 10], error_rate: [0, 0.3] } as const
const both = (levels: NonNullable<CallLevels[string]['source']>) => ({ source: levels, destination: levels })

function first(calls: CallLevels, more?: Parameters<typeof incidentWindowOf>[1]) {
  return diagnose(incidentWindowOf(calls, more)).suspects[0]
}

describe('blame', () => {
  it('passes slowness down to the callee that explains it', () => {
    const suspect = first({ 'in>a': both(slow), 'a>b': both(slow), 'a>c': both(steady) })
    expect(suspect).toMatchObject({ kind: 'service', service: 'b', path: ['a', 'b'] })
  })

  it('passes failures down whatever their size', () => {
    const few = { ...steady, error_rate: [0, 0.03] as const }
    expect(first({ 'in>a': both(failing), 'a>b': both(few), 'a>c': both(steady) })?.service).toBe('b')
  })

  it('leaves with a service what its callees do not explain', () => {
    expect(first({ 'in>a': both(slow), 'a>b': both(steady) })?.service).toBe('a')
  })

  it('blames the way between when only the caller felt it, and the end all of whose calls did', () => {
    const gap = { source: slow, destination: steady }
    const suspect = first({ 'in>a': gap, 'a>b': gap, 'a>c': gap, 'in>d': both(steady) })
    expect(suspect).toMatchObject({ kind: 'network', service: 'a' })
  })

  it.each([
    ['flag_UO', 'configuration'],
    ['flag_NC', 'configuration'],
    ['code_403', 'configuration'],
    ['flag_FI', 'configuration'],
    ['flag_UH', 'service'],
    ['flag_UF', 'service'],
  ])('reads %s at the caller as %s of the callee', (metric, kind) => {
    const refused = { ...failing, [metric]: [0, 15] as const }
    const suspect = first({ 'in>a': both(steady), 'a>b': { source: refused, destination: steady } })
    expect(suspect).toMatchObject({ kind, service: 'b' })
  })

  it('takes an injected delay for what somebody configured, not for the network', () => {
    const delayed = { ...slow, flag_DI: [0, 40] as const }
    const suspect = first({ 'in>a': both(slow), 'a>b': { source: delayed, destination: steady } })
    expect(suspect).toMatchObject({ kind: 'configuration', edge: ['a', 'b'] })
  })

  it('blames the route, not the caller’s code, for calls that name a cluster nobody defined', () => {
    const lost = { source: { requests: [0, 15], error_rate: [null, 1], flag_NC: [0, 15] } as const }
    const suspect = first({ 'in>a': both(failing), 'a>nowhere': lost })
    expect(suspect).toMatchObject({ kind: 'configuration', edge: ['a', 'nowhere'] })
  })

  it('tells a timeout that is too short from a callee that got slow', () => {
    const late = { ...failing, flag_UT: [0, 15] as const }
    expect(first({ 'in>a': both(failing), 'a>b': { source: late, destination: steady } })).toMatchObject({
      kind: 'configuration',
      edge: ['a', 'b'],
    })
    const waited = { ...late, latency_p50_ms: [10, 90] as const }
    expect(first({ 'in>a': both(failing), 'a>b': { source: waited, destination: slow } })).toMatchObject({
      kind: 'service',
      service: 'b',
    })
  })

  it('blames a service that makes fewer calls, not the callees that get them', () => {
    const fewer = { ...steady, requests: [50, 5] as const }
    expect(first({ 'in>a': both(steady), 'a>b': both(fewer), 'b>c': both(fewer) })?.service).toBe('a')
  })

  it('blames the caller of what was first called in the incident', () => {
    const fresh = { requests: [0, 20], error_rate: [null, 1] } as const
    expect(first({ 'in>a': both(failing), 'a>new': both(fresh) })?.service).toBe('a')
  })

  it('suspects a dependency all of whose callers got slow by themselves', () => {
    const tcp = { source: { tcp_sent_bytes: [500, 500] as const, tcp_connections_opened: [0.1, 0.1] as const } }
    const calls = { 'in>a': both(slow), 'in>b': both(slow), 'a>db': tcp, 'b>db': tcp }
    expect(first(calls)).toMatchObject({ kind: 'dependency', service: 'db' })
    expect(first({ ...calls, 'in>b': both(steady) })).toMatchObject({ kind: 'service', service: 'a' })
  })

  it('takes equal slowness under more traffic for load, and names load when something fails by it', () => {
    const surge = { ...steady, requests: [50, 100], latency_p50_ms: [10, 15] } as const
    const carried = diagnose(incidentWindowOf({ 'in>a': both(surge), 'a>b': both(surge) }, { entry: 'in' }))
    expect(carried.verdict).toEqual({ confidence: 'unsure', reason: 'load-carried' })
    expect(carried.suspects[0]).toMatchObject({ kind: 'load', service: 'in' })
    const broken = { ...surge, error_rate: [0, 0.4] } as const
    expect(first({ 'in>a': both(surge), 'a>b': both(broken) }, { entry: 'in' })).toMatchObject({
      kind: 'load',
      service: 'b',
    })
  })

  it('doubts a service that fails where nobody counts its callees’ failures', () => {
    const uncounted = { latency_p50_ms: [5, 5] } as const
    const { verdict } = diagnose(incidentWindowOf({ '*>a': { destination: failing }, 'a>b': both(uncounted) }))
    expect(verdict).toEqual({ confidence: 'unsure', reason: 'callees-unseen' })
  })

  it('follows the alert’s metric before louder trouble of the other kind', () => {
    const calls = { '*>a': { destination: { ...slow, error_rate: [0, 0.02] as const } }, 'a>b': both(slow) }
    const errors = { symptom: { service: 'a', metric: 'availability' } }
    expect(first(calls, errors)?.service).toBe('a')
    expect(first(calls, { symptom: { service: 'a', metric: 'latency' } })?.service).toBe('b')
  })
})
