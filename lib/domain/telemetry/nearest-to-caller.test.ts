import { describe, expect, it } from 'vitest'
import { linesNearestToCaller } from './nearest-to-caller.ts'
import type { Reporter } from './traffic.ts'

function line(reporter: Reporter, version?: string) {
  return { reporter, version }
}

describe('linesNearestToCaller', () => {
  it('takes each version from the nearest proxy that reports it, never from two', () => {
    const lines = [line('source', 'v1'), line('destination', 'v1'), line('destination', 'v2'), line('waypoint', 'v2')]
    expect(linesNearestToCaller(lines)).toEqual([line('source', 'v1'), line('waypoint', 'v2')])
  })

  it('takes the nearest proxy alone where it names no version: another’s lines may be the same traffic', () => {
    const lines = [line('source'), line('source', 'v1'), line('destination', 'v1'), line('destination', 'v2')]
    expect(linesNearestToCaller(lines)).toEqual([line('source'), line('source', 'v1')])
  })

  it('leaves out lines without a version of proxies further away, which may be the same traffic too', () => {
    expect(linesNearestToCaller([line('source', 'v1'), line('destination')])).toEqual([line('source', 'v1')])
    expect(linesNearestToCaller([line('destination')])).toEqual([line('destination')])
    expect(linesNearestToCaller([])).toEqual([])
  })
})
