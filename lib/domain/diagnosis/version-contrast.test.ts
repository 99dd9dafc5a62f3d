import { describe, expect, it } from 'vitest'
import { incidentWindowOf } from '../../testing/incident-window-of.ts'
import { diagnose } from './diagnose.ts'
import type { IncidentWindow } from './incident-window.ts'

const failing = { requests: [50, 50], latency_p50_ms: [10, 10], error_rate: [0, 0.2] } as const

function rolledOut(v1: number, v2: number): IncidentWindow {
  const window = incidentWindowOf(
    { 'in>a': { source: failing, destination: failing } },
    { changes: [{ service: 'a', kind: 'rollout', from: 'v1', to: 'v2', at: 60 * 18 }] },
  )
  const versions = [
    { version: 'v1', share: v1 },
    { version: 'v2', share: v2 },
  ].flatMap(({ version, share }) => {
    const of = { source: 'in', destination: 'a', reporter: 'destination' as const, version }
    return [
      { ...of, metric: 'requests', values: window.bucketTimes.map(() => 25) },
      { ...of, metric: 'error_rate', values: window.bucketTimes.map((_, bucket) => (bucket < 20 ? 0 : share)) },
    ]
  })
  return { ...window, series: [...window.series, ...versions] }
}

describe('versions', () => {
  it('names the version that fails more than the others, with the rollout as evidence', () => {
    const [suspect] = diagnose(rolledOut(0, 0.4)).suspects
    expect(suspect).toMatchObject({ kind: 'version', service: 'a', version: 'v2' })
    expect(suspect?.evidence).toContainEqual(
      expect.objectContaining({ kind: 'version', metric: 'errors', now: 0.4, others: 0 }),
    )
    expect(suspect?.evidence).toContainEqual({
      kind: 'change',
      service: 'a',
      what: 'rollout',
      to: 'v2',
      secondsBeforeOnset: 120,
    })
  })

  it('finds a rollout innocent when the old version fails as much', () => {
    expect(diagnose(rolledOut(0.2, 0.2)).suspects[0]).toMatchObject({ kind: 'service', service: 'a' })
  })
})
