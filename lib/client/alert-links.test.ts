import { describe, expect, it } from 'vitest'
import type { Scope } from '../domain/graph/scope.ts'
import { alertLinks } from './alert-links.ts'

const scope: Scope = { type: 'workload', window: 300, namespaces: ['shop'] }
const subject = { cluster: 'main', namespace: 'pay', service: 'payments' }

function graphOf(startsAt: number, about = {}, now = 10_000) {
  const { graph } = alertLinks(scope, { subject: { ...subject, ...about }, startsAt }, now)
  return new URL(graph, 'http://console').searchParams
}

describe('alertLinks', () => {
  it('shows the namespace of the alert over the window that begins with it, its service selected', () => {
    expect(Object.fromEntries(graphOf(5000.5))).toEqual({
      cluster: 'main',
      namespaces: 'pay',
      type: 'service',
      window: '5m',
      at: '5301',
      sel: 'service:main/pay/payments',
    })
  })

  it('shows what is live while the window of its start is not over', () => {
    expect(graphOf(9800).get('at')).toBeNull()
  })

  it('selects the workload where the alert names one, and nothing where it names no place', () => {
    expect(graphOf(5000, { workload: 'payments-v2' }).get('sel')).toBe('workload:main/pay/payments-v2')
    expect(graphOf(5000, { cluster: undefined }).get('sel')).toBeNull()
    expect(graphOf(5000, { namespace: undefined }).get('namespaces')).toBe('shop')
  })

  it('takes the only cluster there is for one the alert does not name', () => {
    const about = { namespace: 'pay', service: 'payments' }
    const { graph, service } = alertLinks(scope, { subject: about, startsAt: 5000 }, 10_000, 'main')
    expect(graph).toContain(encodeURIComponent('service:main/pay/payments'))
    expect(service).toMatch(/^\/services\/pay\/payments\?cluster=main/)
  })

  it('leads to who is to blame, five minutes into it, in all of the scope', () => {
    const { diagnosis } = alertLinks({ ...scope, window: 60 }, { subject, startsAt: 5000 }, 10_000)
    const address = new URL(diagnosis, 'http://console')
    expect(address.pathname).toBe('/diagnosis')
    expect(Object.fromEntries(address.searchParams)).toEqual({
      cluster: 'main',
      namespaces: 'shop',
      namespace: 'pay',
      service: 'payments',
      at: '5300',
    })
    const young = alertLinks(scope, { subject: { namespace: 'pay' }, startsAt: 9900 }, 10_000).diagnosis
    expect(young).toBe('/diagnosis?namespaces=shop&window=5m')
  })

  it('leads to the pages of service and workload as they are now', () => {
    const { service, workload } = alertLinks({ ...scope, at: 7000 }, { subject, startsAt: 5000 }, 10_000)
    expect(service).not.toContain('at=')
    expect(workload).toBeUndefined()
  })
})
