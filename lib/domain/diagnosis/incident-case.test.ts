import { describe, expect, it } from 'vitest'
import { syntheticIncident } from '../../testing/synthetic-incident/synthetic-incident.ts'
import { caseOfWindow, IncidentCase, windowOfCase } from './incident-case.ts'

const { window, truth } = syntheticIncident(3, 'own-errors', 8)
const names = { dataset: 'own', caseId: 'own-3' }

describe('IncidentCase', () => {
  it('gives back the window it was made of, through JSON', () => {
    const read = IncidentCase.parse(JSON.parse(JSON.stringify(caseOfWindow(window, names, truth))))
    expect(windowOfCase(read)).toEqual(JSON.parse(JSON.stringify(window)))
  })

  it('keeps stretches of other times apart', () => {
    const stretched = {
      ...window,
      bucketTimes: window.bucketTimes.map((time, index) => time + (index < 30 ? 0 : 7200)),
    }
    const written = caseOfWindow(stretched, names)
    expect(written.segments).toHaveLength(2)
    expect(windowOfCase(IncidentCase.parse(written)).bucketTimes).toEqual(stretched.bucketTimes)
  })

  it('never lets the localizer see the truth', () => {
    expect(JSON.stringify(windowOfCase(IncidentCase.parse(caseOfWindow(window, names, truth))))).not.toContain(
      'faultType',
    )
  })

  it('refuses series of another length and segments that do not add up', () => {
    const written = caseOfWindow(window, names, truth)
    expect(IncidentCase.safeParse({ ...written, n: written.n + 1 }).success).toBe(false)
    expect(IncidentCase.safeParse({ ...written, segments: [{ start: 0, n: 3 }] }).success).toBe(false)
    expect(IncidentCase.safeParse({ ...written, schema: 'mesh-rca-case/2' }).success).toBe(false)
  })
})
