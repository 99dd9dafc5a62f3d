import { describe, expect, it } from 'vitest'
import { incidentWindowOf, windowBuckets } from '../../testing/incident-window-of.ts'
import { findOnset } from './find-onset.ts'
import { splitWindow } from './split-window.ts'

const slow = { 'a>b': { destination: { latency_p50_ms: [10, 80] as const, requests: [20, 20] as const } } }

describe('findOnset', () => {
  it.each([-5, -3, -2, 0, 2])('finds the step when the suspected start is off by %i buckets', (off) => {
    const window = incidentWindowOf(slow, { suspectedStart: 60 * (windowBuckets.onset + off) })
    expect(findOnset(window)).toBe(windowBuckets.onset)
  })

  it('finds it when nobody suspects a start', () => {
    expect(findOnset(incidentWindowOf(slow, { suspectedStart: undefined }))).toBe(windowBuckets.onset)
  })

  it('keeps to the suspected start when nothing changed', () => {
    const quiet = { 'a>b': { destination: { latency_p50_ms: [10, 10] as const } } }
    expect(findOnset(incidentWindowOf(quiet))).toBe(windowBuckets.onset)
  })

  it('never looks into earlier stretches', () => {
    const times = Array.from({ length: windowBuckets.all }, (_, bucket) => 60 * bucket + (bucket >= 18 ? 9_000 : 0))
    const window = incidentWindowOf(slow, { bucketTimes: times, suspectedStart: 9_000 + 60 * 18 })
    expect(findOnset(window)).toBe(windowBuckets.onset)
  })
})

describe('splitWindow', () => {
  it('keeps earlier incidents out of baseline and incident', () => {
    const window = incidentWindowOf(slow, { maskedIntervals: [[300, 540]] })
    const { baseline, incident } = splitWindow(window, windowBuckets.onset)
    expect(baseline).not.toContain(6)
    expect(baseline).toContain(4)
    expect(incident).toHaveLength(10)
  })
})
