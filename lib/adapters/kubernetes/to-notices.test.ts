import { describe, expect, it } from 'vitest'
import type { FailureCode } from './api-failure.ts'
import type { SourceState } from './source-health.ts'
import { toNotices } from './to-notices.ts'

const ok = (resource: string): SourceState => ({ resource, state: 'ok', since: 1, wasRead: true })

function failing(resource: string, code: FailureCode, since: number, wasRead = true): SourceState {
  return { resource, state: 'failing', since, wasRead, failure: { code, reason: 'why', verb: 'list', since } }
}

const never = () => false

describe('toNotices', () => {
  it('says nothing of a healthy cluster, absent kinds and lists still under way', () => {
    const absent: SourceState = { resource: 'b', state: 'absent', since: 1, wasRead: false }
    const starting: SourceState = { resource: 'c', state: 'starting', since: 1, wasRead: false }
    expect(toNotices('x', [ok('a'), absent, starting], never)).toEqual([])
  })

  it('speaks once of a cluster that does not answer, by the gravest failure and the earliest time', () => {
    const states = [
      ok('apis'),
      failing('a', 'unavailable', 7),
      failing('b', 'unauthenticated', 9),
      failing('c', 'gone', 8),
    ]
    expect(toNotices('x', states, never)).toEqual([
      { source: 'kubernetes', code: 'unauthenticated', cluster: 'x', since: 7, params: { reason: 'why' } },
    ])
  })

  it('groups failing parts of a cluster that answers: stale where something is still shown', () => {
    const states = [
      ok('a'),
      failing('b', 'unavailable', 7),
      failing('c', 'timeout', 5),
      failing('d', 'timeout', 6, false),
    ]
    expect(toNotices('x', states, never)).toEqual([
      { source: 'kubernetes', code: 'stale', cluster: 'x', since: 5, params: { resources: ['b', 'c'] } },
      { source: 'kubernetes', code: 'timeout', cluster: 'x', since: 6, params: { resources: ['d'] } },
    ])
  })

  it('names each refused resource, and what takes too long', () => {
    const late: SourceState = { resource: 'c', state: 'starting', since: 3, wasRead: false }
    expect(toNotices('x', [ok('a'), failing('b', 'forbidden', 7), late], (since) => since === 3)).toEqual([
      { source: 'kubernetes', code: 'forbidden', cluster: 'x', since: 7, params: { verb: 'list', resource: 'b' } },
      { source: 'kubernetes', code: 'timeout', cluster: 'x', since: 3, params: { resources: ['c'] } },
    ])
  })
})
