import { describe, expect, it } from 'vitest'
import type { Alert } from '#lib/domain/alerts/alert.ts'
import { AlertState } from '#lib/domain/alerts/alert.ts'
import { countAlerts, filterAlerts, parseChoice, toggledChoice } from './alert-filters.ts'

function alert(name: string, fields: Partial<Alert> = {}): Alert {
  return {
    id: name,
    name,
    state: 'firing',
    severity: 'warning',
    startsAt: 0,
    labels: {},
    subject: {},
    source: 'prometheus',
    ...fields,
  }
}

const alerts = [
  alert('Failing', { severity: 'critical', labels: { destination_service_name: 'payments' } }),
  alert('Slow', { state: 'pending', summary: 'Payments is slow' }),
  alert('Quiet', { state: 'suppressed' }),
]
const all = { states: [], severities: [], text: '' }
const names = (filters: Parameters<typeof filterAlerts>[1]) => filterAlerts(alerts, filters).map(({ name }) => name)

describe('filterAlerts', () => {
  it('shows all where nothing is chosen, and else what every choice lets through', () => {
    expect(names(all)).toEqual(['Failing', 'Slow', 'Quiet'])
    expect(names({ ...all, states: ['firing', 'pending'] })).toEqual(['Failing', 'Slow'])
    expect(names({ ...all, states: ['firing'], severities: ['warning'] })).toEqual([])
  })

  it('finds every word in name, texts and labels, whatever the case', () => {
    expect(names({ ...all, text: 'PAYMENTS' })).toEqual(['Failing', 'Slow'])
    expect(names({ ...all, text: ' slow  payments ' })).toEqual(['Slow'])
    expect(names({ ...all, text: 'destination_service_name=pay' })).toEqual(['Failing'])
    expect(names({ ...all, text: 'payments absent' })).toEqual([])
  })
})

describe('a choice in the address', () => {
  it('keeps what is known, in its own order', () => {
    expect(parseChoice(AlertState.options, 'pending,nonsense,firing')).toEqual(['firing', 'pending'])
    expect(parseChoice(AlertState.options, undefined)).toEqual([])
  })

  it('gains and loses a value, and leaves the address when it is empty', () => {
    expect(toggledChoice(AlertState.options, ['pending'], 'firing')).toBe('firing,pending')
    expect(toggledChoice(AlertState.options, ['firing'], 'firing')).toBeUndefined()
  })
})

describe('countAlerts', () => {
  it('counts every choice, those nobody has included', () => {
    const { states, severities } = countAlerts(alerts)
    expect(states).toEqual({ firing: 1, pending: 1, suppressed: 1 })
    expect(severities).toEqual({ critical: 1, warning: 2, info: 0, none: 0 })
  })
})
