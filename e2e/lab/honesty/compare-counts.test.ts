import { describe, expect, it } from 'vitest'
import { baselineOf, compareCounts } from './compare-counts.ts'
import { countOf } from './offset-bracket.ts'
import { type Subject, subjectKey } from './proxy-counts.ts'
import { lagMs, observation, requests, steadyTraffic, type Traffic } from './simulated-proxy.ts'

describe('compareCounts', () => {
  function compare(traffic: Traffic, laterMs = 20_000) {
    const known = baselineOf(observation(1_000, 4_000, traffic), lagMs)
    return known && compareCounts('shop/a', known, observation(laterMs, laterMs + 3_000, traffic), { lagMs })
  }

  it('finds counts equal once traffic rests, however both began', () => {
    const traffic = { requests: steadyTraffic(20, 15_000), offset: 40 }
    const [row] = compare(traffic)?.rows ?? []
    expect(row).toMatchObject({ pod: 'shop/a', ...requests, uncertainty: 0, verdict: 'equal' })
    expect(row?.counted).toBeGreaterThan(150)
    expect(row?.counted).toBe(row?.envoy)
  })

  it('finds nothing wrong while traffic goes on', () => {
    const [row] = compare({ requests: steadyTraffic(20, 30_000) })?.rows ?? []
    expect(row?.verdict).toBe('within bounds')
  })

  it('finds lost lines while traffic goes on, and on a quiet proxy a single one', () => {
    const busy = { requests: steadyTraffic(20, 30_000), lost: (index: number) => index % 10 === 0 }
    expect(compare(busy)?.rows).toMatchObject([{ verdict: 'too few' }])
    const quietBefore = steadyTraffic(20, 10_000).filter(({ startMs }) => startMs > 6_000)
    const rests = { requests: quietBefore, lost: (index: number) => index === 3 }
    expect(compare(rests)?.rows).toMatchObject([{ verdict: 'too few', uncertainty: 0 }])
  })

  it('finds lines lost during the observation itself', () => {
    const traffic = { requests: steadyTraffic(80, 30_000), lost: (index: number) => index > 1_650 }
    expect(compare(traffic)?.rows).toMatchObject([{ verdict: 'too few' }])
  })

  it('finds lines that Envoy does not know', () => {
    const traffic = { requests: steadyTraffic(20, 5_000) }
    const known = baselineOf(observation(6_000, 9_000, traffic), lagMs)
    const later = observation(12_000, 15_000, traffic).map((sample) => {
      const count = countOf(sample.logged, subjectKey(requests)) + 1
      const counts = new Map([[subjectKey(requests), { subject: requests, count }]])
      return { ...sample, logged: { ...sample.logged, counts } }
    })
    expect(known && compareCounts('a', known, later, { lagMs })?.rows).toMatchObject([{ verdict: 'too many' }])
  })

  it('compares what neither had counted at the baseline', () => {
    const late = steadyTraffic(20, 15_000).filter(({ startMs }) => startMs > 8_000)
    const known = baselineOf(observation(1_000, 4_000, { requests: [] }), lagMs)
    const empty = known && { ...known, standings: new Map() }
    const comparison = empty && compareCounts('a', empty, observation(17_000, 20_000, { requests: late }), { lagMs })
    expect(comparison?.rows).toMatchObject([{ verdict: 'equal', envoy: late.length, counted: late.length }])
  })

  it('knows more after each comparison', () => {
    const traffic = { requests: steadyTraffic(20, 15_000), offset: 40 }
    expect(compare(traffic)?.baseline.standings.get(subjectKey(requests))?.offset).toEqual({ low: 40, high: 40 })
  })

  it('leaves out clusters whose requests no line tells of', () => {
    const samples = observation(1_000, 4_000, { requests: [] }).map((sample) => {
      const subject: Subject = { what: 'attempts', direction: 'outbound', of: 'outbound|80||mirror' }
      return {
        ...sample,
        envoy: {
          ...sample.envoy,
          counts: new Map([...sample.envoy.counts, [subjectKey(subject), { subject, count: 9 }]]),
        },
      }
    })
    const known = baselineOf(samples, lagMs)
    const rows =
      known && compareCounts('a', known, samples, { lagMs, isUnlogged: (cluster) => cluster.endsWith('mirror') })
    expect(rows?.rows.map(({ what }) => what)).toEqual(['requests'])
  })

  it('compares nothing across a restart of the proxy or of the count', () => {
    const traffic = { requests: steadyTraffic(20, 30_000) }
    const known = baselineOf(observation(10_000, 13_000, traffic), lagMs)
    const later = observation(20_000, 23_000, traffic)
    const restarted = later.map((sample) => ({ ...sample, envoy: { ...sample.envoy, uptimeSeconds: 1 } }))
    const anew = later.map((sample) => ({ ...sample, logged: { ...sample.logged, sinceSeconds: 15 } }))
    expect(known && compareCounts('a', known, restarted, { lagMs })).toBeUndefined()
    expect(known && compareCounts('a', known, anew, { lagMs })).toBeUndefined()
    expect(known && compareCounts('a', known, later, { lagMs })).toBeDefined()
  })

  it.each([
    ['fell', 200, 0, 'begun anew'],
    ['lags behind, which a cluster removed and added again explains', 30, 1, 'begun anew'],
    ['lags behind without that', 30, 0, 'too many'],
  ])('where a single counter %s, tells so', (_, missing, removals, verdict) => {
    const traffic = { requests: steadyTraffic(20, 15_000) }
    const known = baselineOf(observation(5_000, 8_000, traffic), lagMs)
    const later = observation(17_000, 20_000, traffic).map((sample) => {
      const count = countOf(sample.envoy, subjectKey(requests)) - missing
      const counts = new Map([[subjectKey(requests), { subject: requests, count }]])
      return { ...sample, envoy: { ...sample.envoy, counts, removals } }
    })
    const comparison = known && compareCounts('a', known, later, { lagMs })
    expect(comparison?.rows).toMatchObject([{ verdict }])
  })

  it('compares from there on what began anew', () => {
    const traffic = { requests: steadyTraffic(20, 15_000) }
    const known = baselineOf(observation(5_000, 8_000, traffic), lagMs)
    const after = { requests: steadyTraffic(20, 30_000), offset: -300 }
    const anew = known && compareCounts('a', known, observation(16_000, 19_000, after), { lagMs })
    const later = anew && compareCounts('a', anew.baseline, observation(31_000, 34_000, after), { lagMs })
    expect(anew?.rows).toMatchObject([{ verdict: 'begun anew' }])
    expect(later?.rows).toMatchObject([{ verdict: 'equal', uncertainty: 0 }])
  })
})
