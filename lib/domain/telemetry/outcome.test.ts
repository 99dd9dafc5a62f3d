import { describe, expect, it } from 'vitest'
import { type Outcome, outcomeOf } from './outcome.ts'
import { isKnownFlag, responseFlags } from './response-flags.ts'

const cases: [string, string, string | undefined, string[], Outcome][] = [
  ['an HTTP 200', '200', undefined, [], 'success'],
  ['a redirect', '301', undefined, [], 'success'],
  ['a protocol switch', '101', undefined, [], 'success'],
  ['a denial by policy', '403', undefined, [], 'client-failure'],
  ['a rate limit at the destination', '429', undefined, ['RL'], 'client-failure'],
  ['an application error', '500', undefined, [], 'server-failure'],
  ['no answer', '0', undefined, ['DC'], 'server-failure'],
  ['a code that is no number', '-', undefined, [], 'server-failure'],
  ['an empty code', '', undefined, [], 'server-failure'],
  ['no route, though it answers 404', '404', undefined, ['NR'], 'server-failure'],
  ['an answer that came although the caller left', '200', undefined, ['DC'], 'success'],
  ['gRPC OK', '200', '0', [], 'success'],
  ['gRPC permission denied', '200', '7', [], 'client-failure'],
  ['gRPC not found', '200', '5', [], 'client-failure'],
  ['a gRPC status nobody defined', '200', '99', [], 'client-failure'],
  ['gRPC unavailable', '200', '14', [], 'server-failure'],
  ['gRPC without an upstream, with HTTP 200 and no status', '200', undefined, ['UH'], 'server-failure'],
  ['gRPC overflow that reads OK', '200', '0', ['UO'], 'server-failure'],
  ['gRPC that was reset', '0', undefined, ['DR'], 'server-failure'],
  ['an injected abort', '503', undefined, ['FI'], 'injected'],
  ['an injected delay that succeeded', '200', undefined, ['DI'], 'injected'],
  ['an injected delay the caller did not wait for', '0', undefined, ['DC', 'DI'], 'injected'],
  ['an injected abort beside another flag', '503', undefined, ['FI', 'UO'], 'injected'],
]

describe('outcomeOf', () => {
  it.each(cases)('counts %s as the one definition says', (_, code, grpcStatus, flags, outcome) => {
    expect(outcomeOf({ code, grpcStatus, flags })).toBe(outcome)
  })

  it.each(['2', '4', '8', '12', '13', '14', '15'])('counts gRPC status %s as the server’s', (grpcStatus) => {
    expect(outcomeOf({ code: '200', grpcStatus, flags: [] })).toBe('server-failure')
  })

  it.each(['1', '3', '5', '6', '7', '9', '10', '11', '16'])('counts gRPC status %s as the client’s', (grpcStatus) => {
    expect(outcomeOf({ code: '200', grpcStatus, flags: [] })).toBe('client-failure')
  })
})

describe('isKnownFlag', () => {
  it('knows each of Envoy’s thirty flags once, and no others', () => {
    expect(new Set(responseFlags).size).toBe(30)
    expect(isKnownFlag('UO')).toBe(true)
    expect(isKnownFlag('XYZ')).toBe(false)
  })
})
