import { describe, expect, it } from 'vitest'
import type { HonestyReport } from './check-honesty.ts'
import type { HonestyRow } from './compare-counts.ts'
import { describeHonesty } from './describe-honesty.ts'

const row: HonestyRow = {
  pod: 'shop/a',
  what: 'requests',
  direction: 'inbound',
  of: '8080',
  envoy: 143,
  counted: 143,
  uncertainty: 0,
  verdict: 'equal',
}

function report(...rows: HonestyRow[]): HonestyReport {
  return { rows, unverified: [], baseline: new Map() }
}

describe('describeHonesty', () => {
  it('says in one line that all agrees', () => {
    const text = describeHonesty(report(row, { ...row, of: '9090', envoy: 0, counted: 0 }))
    expect(text).toBe(
      'The counts agree: counted requests 143 of 143, answers 0 of 0, attempts 0 of 0 by Envoy, in 1 rows: 1 exact, 0 as near as traffic under way lets one see.',
    )
  })

  it('names what disagrees and what could not be compared', () => {
    const lost: HonestyRow = { ...row, counted: 140, uncertainty: 2, verdict: 'too few' }
    const text = describeHonesty({ ...report(row, lost), unverified: [{ pod: 'shop/b', reason: 'does not answer' }] })
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^THE COUNTS DISAGREE/),
      '  shop/a inbound 8080: requests counted 140, Envoy 143 (±2): too few',
      '  shop/b: does not answer',
    ])
  })

  it('does not call nothing an agreement', () => {
    expect(describeHonesty(report())).toMatch(/^THE COUNTS DISAGREE/)
  })
})
