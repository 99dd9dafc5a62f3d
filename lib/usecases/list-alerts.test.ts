import { describe, expect, it } from 'vitest'
import type { Alert } from '../domain/alerts/alert.ts'
import { toAlert } from '../domain/alerts/to-alert.ts'
import { AppError } from '../domain/errors.ts'
import type { Alerts } from '../ports/alerts.ts'
import { aCluster, anInventory } from '../testing/builders.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { listAlerts } from './list-alerts.ts'

const now = 1_790_000_000

function anAlert(name: string, labels: Record<string, string>, fields: Partial<Alert> = {}): Alert {
  const told = toAlert({
    labels: { alertname: name, ...labels },
    annotations: {},
    state: 'firing',
    startsAt: now - 60,
    source: 'prometheus',
  })
  return { ...told, ...fields }
}

const source = (name: Alert['source'], list: Alerts['list']): Alerts => ({ source: name, list })
const telling = (name: Alert['source'], ...alerts: Alert[]) => source(name, async () => alerts)
const failing = (name: Alert['source'], code: 'unavailable' | 'not-found' = 'unavailable') =>
  source(name, async () => {
    throw new AppError(code, { source: name })
  })

function ctxOf(
  alerts: Alerts[],
  inventory = async () => anInventory({ clusters: [aCluster({ id: 'eu-1', name: 'europe' })] }),
) {
  return {
    alerts,
    cluster: readOnlyCluster(inventory),
    clock: new ManualClock(now),
    signal: new AbortController().signal,
  }
}

const inPay = anAlert('Failing', { severity: 'critical', destination_service: 'payments.pay.svc.cluster.local' })
const inShop = anAlert('Slow', { severity: 'warning', namespace: 'shop' })
const meshWide = anAlert('Rejected', { severity: 'critical' }, { startsAt: now - 30 })

describe('listAlerts', () => {
  it('puts the most severe first, then the youngest', async () => {
    const { alerts, takenAt } = await listAlerts(ctxOf([telling('prometheus', inShop, inPay, meshWide)]), {})
    expect(alerts.map(({ name }) => name)).toEqual(['Rejected', 'Failing', 'Slow'])
    expect(takenAt).toBe(now)
  })

  it('tells those who ask for namespaces only what touches one of them', async () => {
    const edge = anAlert('Edge', { source_workload_namespace: 'shop', destination_service_namespace: 'data' })
    const ctx = ctxOf([telling('prometheus', inPay, inShop, meshWide, edge)])
    const namesIn = async (...namespaces: string[]) =>
      (await listAlerts(ctx, { namespaces })).alerts.map(({ name }) => name)
    expect(await namesIn('pay')).toEqual(['Failing'])
    expect(await namesIn('shop')).toEqual(['Slow', 'Edge'])
    expect(await namesIn('data')).toEqual(['Edge'])
    expect(await namesIn('elsewhere')).toEqual([])
    expect(await namesIn()).toEqual([])
  })

  it('says by its id in which cluster of the mesh a subject lies, and nothing of clusters only monitoring knows', async () => {
    const of = (cluster: string) => anAlert(cluster, { cluster })
    const ctx = ctxOf([telling('prometheus', of('eu-1'), of('europe'), of('prod'))])
    const { alerts } = await listAlerts(ctx, {})
    expect(Object.fromEntries(alerts.map(({ name, subject }) => [name, subject.cluster]))).toEqual({
      'eu-1': 'eu-1',
      europe: 'eu-1',
      prod: undefined,
    })
    const { alerts: elsewhere } = await listAlerts(ctx, { cluster: 'us-1' })
    expect(elsewhere.map(({ name }) => name)).toEqual(['prod'])
  })

  it('tells what one source knows while the other is down, and says which is', async () => {
    const { alerts, notices } = await listAlerts(ctxOf([failing('alertmanager'), telling('prometheus', inPay)]), {})
    expect(alerts).toHaveLength(1)
    expect(notices).toEqual([{ source: 'alertmanager', code: 'unavailable', params: { source: 'alertmanager' } }])
  })

  it('says that rules cannot be read where a store has no rules', async () => {
    const { notices } = await listAlerts(ctxOf([telling('alertmanager'), failing('prometheus', 'not-found')]), {})
    expect(notices).toMatchObject([{ source: 'prometheus', code: 'no-rules' }])
  })

  it('says that nothing can be known where the only source has no rules', async () => {
    expect(await listAlerts(ctxOf([failing('prometheus', 'not-found')]), {})).toMatchObject({
      alerts: [],
      sources: [],
      notices: [{ code: 'no-rules' }],
    })
  })

  it('rejects, never shows an empty list, when no source answers', async () => {
    await expect(listAlerts(ctxOf([failing('alertmanager'), failing('prometheus')]), {})).rejects.toMatchObject({
      code: 'unavailable',
      params: { source: 'alertmanager' },
    })
  })

  it('does without Kubernetes, down or silent', async () => {
    const down = ctxOf([telling('prometheus', inPay)], async () => {
      throw new AppError('unavailable')
    })
    expect((await listAlerts(down, {})).alerts).toHaveLength(1)
    const silent = ctxOf([telling('prometheus', inPay)], () => new Promise(() => undefined))
    const listed = listAlerts(silent, {})
    await settled()
    await silent.clock.advance(2)
    expect((await listed).alerts).toHaveLength(1)
  })

  it('tells of thousands the gravest, and how many it leaves out', async () => {
    const many = Array.from({ length: 3000 }, (_, pod) => anAlert('Slow', { severity: 'info', pod: String(pod) }))
    const list = await listAlerts(ctxOf([telling('prometheus', ...many, inPay)]), {})
    expect(list.alerts).toHaveLength(1000)
    expect(list.alerts[0]).toMatchObject({ id: inPay.id })
    expect(list.notices).toEqual([{ source: 'prometheus', code: 'alerts-left-out', params: { count: 2001 } }])
  })

  it('does not take a fault of its own for an outage', async () => {
    const broken = source('prometheus', async () => {
      throw new TypeError('broken')
    })
    await expect(listAlerts(ctxOf([broken]), {})).rejects.toThrow('broken')
  })
})
