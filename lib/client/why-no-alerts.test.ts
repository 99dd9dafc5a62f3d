import { describe, expect, it } from 'vitest'
import { whyNoAlerts } from './why-no-alerts.ts'

const silent = { source: 'alertmanager', code: 'unavailable' } as const
const withoutRules = { source: 'prometheus', code: 'no-rules' } as const

describe('whyNoAlerts', () => {
  it('takes an empty list for good news only where somebody answered', () => {
    expect(whyNoAlerts({ sources: ['prometheus'], notices: [] }, null)).toBe('quiet')
    expect(whyNoAlerts({ sources: ['prometheus'], notices: [silent] }, null)).toBe('quiet')
    expect(whyNoAlerts({ sources: [], notices: [silent, withoutRules] }, null)).toBe('silent')
  })

  it('tells nobody to ask from nobody who answers', () => {
    expect(whyNoAlerts({ sources: [], notices: [] }, null)).toBe('noSource')
    expect(whyNoAlerts({ sources: [], notices: [withoutRules] }, null)).toBe('noSource')
    expect(whyNoAlerts(undefined, new Error('no answer'))).toBe('silent')
    expect(whyNoAlerts(undefined, null)).toBeUndefined()
  })
})
