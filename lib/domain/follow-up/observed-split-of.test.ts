import { describe, expect, it } from 'vitest'
import { from, to } from '../../testing/builders.ts'
import type { RequestCount } from '../telemetry/traffic.ts'
import { seenState } from './lights-of.ts'
import { observedSplitOf } from './observed-split-of.ts'
import type { WantedSplit } from './wanted-split.ts'

const span = { from: 0, to: 60 }
const half: WantedSplit = {
  versions: [
    { version: 'v1', share: 0.9 },
    { version: 'v2', share: 0.1 },
  ],
  isMirrored: false,
}

function counts(reporter: 'source' | 'destination', v1: number, v2: number, caller = 'web'): RequestCount[] {
  return [
    { reporter, source: from('shop', caller), destination: to('shop', 'cart', 'v1'), requests: v1 },
    { reporter, source: from('shop', caller), destination: to('shop', 'cart', 'v2'), requests: v2 },
  ]
}

const verdicts = (rows: RequestCount[], wanted = half) => {
  const observed = observedSplitOf(wanted, rows, span)
  return [observed.reporters.map(({ reporter, ratio }) => [reporter, ratio?.verdict]), seenState(observed, false)]
}

describe('set and seen', () => {
  it('agree or not, each reporter by itself', () => {
    expect(verdicts([...counts('source', 905, 95), ...counts('destination', 905, 95)])).toEqual([
      [
        ['source', 'consistent'],
        ['destination', 'consistent'],
      ],
      'on',
    ])
    expect(verdicts([...counts('source', 905, 95), ...counts('destination', 705, 295)])).toEqual([
      [
        ['source', 'consistent'],
        ['destination', 'mismatch'],
      ],
      'bad',
    ])
  })

  it('are not judged on too few, on nothing, or where retries moved requests', () => {
    expect(verdicts(counts('source', 90, 10))).toEqual([[['source', 'too-few']], 'waiting'])
    expect(verdicts([])).toEqual([[], 'waiting'])
    expect(verdicts([...counts('source', 1000, 0), ...counts('destination', 1000, 110)])).toEqual([
      [
        ['source', 'retries'],
        ['destination', 'retries'],
      ],
      'unknown',
    ])
  })

  it('are not judged where other routes take a part', () => {
    const observed = observedSplitOf({ ...half, notJudged: 'other-routes' }, counts('source', 500, 500), span)
    expect(observed.notJudged).toBe('other-routes')
    expect(observed.reporters[0]?.ratio).toBeUndefined()
    expect(seenState(observed, false)).toBe('unknown')
  })

  it('are judged by callers alone where a mirror sends copies', () => {
    const rows = [...counts('source', 905, 95), ...counts('destination', 905, 1095)]
    expect(verdicts(rows, { ...half, isMirrored: true })).toEqual([
      [
        ['source', 'consistent'],
        ['destination', undefined],
      ],
      'on',
    ])
  })

  it('tell requests of callers without a proxy apart, which no route divides', () => {
    const rows = [
      ...counts('source', 905, 95),
      ...counts('destination', 905, 95),
      ...counts('destination', 30, 30, 'batch'),
    ]
    expect(observedSplitOf(half, rows, span)).toMatchObject({ requestsOutsideMesh: 60, attemptsPerRequest: 1 })
  })

  it('show a version that nobody set, and leave out requests that reached none', () => {
    const lost: RequestCount = {
      reporter: 'source',
      source: from('shop', 'web'),
      destination: { ...to('shop', 'cart'), workload: 'cart' },
      requests: 50,
    }
    const { reporters } = observedSplitOf(half, [...counts('source', 900, 100), lost], span)
    expect(reporters[0]?.requests).toBe(1000)
    const strange = { ...lost, destination: to('shop', 'cart', 'v3') }
    expect(verdicts([...counts('source', 900, 100), strange])).toEqual([[['source', 'mismatch']], 'bad'])
  })
})
