import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FaultKind, faultKinds } from '../../testing/synthetic-incident/plan-fault.ts'
import { syntheticIncident } from '../../testing/synthetic-incident/synthetic-incident.ts'
import { type Diagnosis, diagnose } from './diagnose.ts'
import { IncidentCase, windowOfCase } from './incident-case.ts'
import type { IncidentWindow } from './incident-window.ts'
import { accuracyOf, placingOf } from './ranking-accuracy.ts'

const quietKinds: FaultKind[] = ['none', 'carried-surge']
/** Overload spreads to whatever shares the load, and a store shows in its callers alone. */
const hardKinds: FaultKind[] = ['overload', 'slow-store']
const seeds = Array.from({ length: 12 }, (_, index) => 500 + index)
const incident = fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom(...faultKinds))
const few = { numRuns: 15 }

describe('diagnose on generated incidents', () => {
  it.each(faultKinds.filter((kind) => !quietKinds.includes(kind)))('finds the service behind %s', (kind) => {
    const placings = seeds.map((seed) => {
      const { window, truth } = syntheticIncident(seed, kind)
      return placingOf(diagnose(window).ranking, truth)
    })
    expect(accuracyOf(placings).ac1).toBeGreaterThanOrEqual(hardKinds.includes(kind) ? 0.7 : 0.9)
    expect(accuracyOf(placings).ac5).toBeGreaterThanOrEqual(0.9)
  })

  it.each([
    ['bad-version', 'version'],
    ['slow-version', 'version'],
    ['network-delay', 'network'],
    ['pool-limit', 'configuration'],
    ['denied', 'configuration'],
    ['overload', 'load'],
    ['own-errors', 'service'],
  ] as const)('says of %s that it is %s', (kind, expected) => {
    const right = seeds.filter((seed) => diagnose(syntheticIncident(seed, kind).window).suspects[0]?.kind === expected)
    expect(right.length / seeds.length).toBeGreaterThanOrEqual(0.8)
  })

  it.each(quietKinds)('is never confident when nothing is wrong: %s', (kind) => {
    const sure = seeds.filter(
      (seed) => diagnose(syntheticIncident(seed, kind).window).verdict.confidence === 'confident',
    )
    expect(sure).toEqual([])
  })

  it('says that there is not enough traffic rather than guess', () => {
    const { window } = syntheticIncident(7, 'own-errors', 8)
    const rare = window.series.map((series) =>
      series.metric === 'requests' ? { ...series, values: series.values.map((v) => v && v / 100_000) } : series,
    )
    expect(diagnose({ ...window, series: rare }).verdict).toEqual({ confidence: 'none', reason: 'not-enough-traffic' })
  })
})

describe('diagnose', () => {
  it('gives the same answer to the same question, and changes nothing it was given', () => {
    fc.assert(
      fc.property(incident, ([seed, kind]) => {
        const { window } = syntheticIncident(seed, kind)
        const before = JSON.stringify(window)
        expect(diagnose(window)).toEqual(diagnose(JSON.parse(before)))
        expect(JSON.stringify(window)).toBe(before)
      }),
      few,
    )
  })

  it('gives every service a score where one serves nobody any more', () => {
    const { ranking, suspects } = diagnose(syntheticIncident(912, 'pool-limit').window)
    expect([...ranking.map(({ score }) => score), ...suspects.map(({ share }) => share)].every(Number.isFinite)).toBe(
      true,
    )
    expect(suspects[0]?.share).toBeGreaterThan(0)
  })

  it('knows services by their traffic alone: renaming them all changes nothing but names', () => {
    fc.assert(
      fc.property(incident, fc.integer({ min: 0, max: 1_000_000 }), ([seed, kind], salt) => {
        const { window } = syntheticIncident(seed, kind)
        const order = window.services.map((service, index) => ({ service, key: (index * 7919 + salt) % 10_007 }))
        order.sort((a, b) => a.key - b.key)
        const names = new Map(order.map(({ service }, index) => [service, `n${index}`]))
        const rename = (name: string) => names.get(name) ?? name
        expect(renamed(diagnose(window), rename)).toEqual(diagnose(renamed(window, rename)))
      }),
      few,
    )
  })

  it('takes missing data for missing: null series say the same as no series', () => {
    fc.assert(
      fc.property(incident, fc.integer({ min: 2, max: 9 }), ([seed, kind], nth) => {
        const { window } = syntheticIncident(seed, kind)
        const without = window.series.filter((_, index) => index % nth !== 0)
        const nulled = window.series.map((series, index) =>
          index % nth === 0 ? { ...series, values: series.values.map(() => null) } : series,
        )
        expect(diagnose({ ...window, series: nulled }).ranking).toEqual(
          diagnose({ ...window, series: without }).ranking,
        )
      }),
      few,
    )
  })

  it('ranks candidates only, and every one of them', () => {
    const { window } = syntheticIncident(11, 'own-time')
    const candidates = window.services.slice(1, 5)
    const { ranking, suspects } = diagnose({ ...window, candidates })
    expect(ranking.map(({ service }) => service).sort()).toEqual([...candidates].sort())
    expect(suspects.filter(({ service }) => !candidates.includes(service))).toEqual([])
  })

  it('answers an empty window', () => {
    const empty = {
      bucketTimes: [],
      stepSeconds: 60,
      maskedIntervals: [],
      services: [],
      calls: [],
      changes: [],
      series: [],
      serviceSeries: [],
    }
    expect(diagnose(empty)).toMatchObject({ verdict: { confidence: 'none' }, suspects: [], ranking: [] })
  })
})

function renamed<T extends Diagnosis | IncidentWindow>(value: T, rename: (name: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_key, found) => (typeof found === 'string' ? rename(found) : found))
}

const recorded = resolve(import.meta.dirname, '../../../../shared/data/rca')

describe.skipIf(!existsSync(recorded))('diagnose on recorded incidents (skipped without ../shared/data/rca)', () => {
  it.each([
    ['nezha-ob', 0.79, 0.92],
    ['petshop', 0.79, 0.9],
    ['synth-dev', 0.88, 0.93],
  ])('is at least as good on %s as the best published baseline', { timeout: 120_000 }, (set, ac1, avg5) => {
    const cases = readdirSync(`${recorded}/${set}`).map((file) =>
      IncidentCase.parse(JSON.parse(gunzipSync(readFileSync(`${recorded}/${set}/${file}`)).toString('utf8'))),
    )
    const judged = cases.map((found) => ({ truth: found.truth, diagnosis: diagnose(windowOfCase(found)) }))
    const accuracy = accuracyOf(
      judged.flatMap(({ truth, diagnosis }) => (truth && !truth.none ? [placingOf(diagnosis.ranking, truth)] : [])),
    )
    expect(accuracy.ac1).toBeGreaterThanOrEqual(ac1)
    expect(accuracy.avg5).toBeGreaterThanOrEqual(avg5)
    const wrong = judged.filter(({ truth, diagnosis }) => truth?.none && diagnosis.verdict.confidence === 'confident')
    expect(wrong).toEqual([])
  })
})
