import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alert } from '../domain/alerts/alert.ts'
import { alertSeverity } from '../domain/alerts/alert-severity.ts'
import { alertSubject } from '../domain/alerts/alert-subject.ts'
import type { Alerts } from './alerts.ts'

export interface AlertsFixture {
  alerts: Alerts
  /** Unix seconds by the clock of the source. */
  now(): number
  /** Held by the source, among others. */
  firing: Pick<Alert, 'name' | 'severity' | 'subject' | 'summary'>
  stop?(): Promise<void>
}

/** The law of the port `Alerts`: what every source guarantees while something fires. */
export function alertsContract(name: string, make: () => Promise<AlertsFixture>): void {
  describe(`Alerts: ${name}`, () => {
    let fixture: AlertsFixture
    let all: Alert[]

    beforeAll(async () => {
      fixture = await make()
      all = await fixture.alerts.list()
    }, 120_000)
    afterAll(() => fixture?.stop?.())

    it('tells what fires, what it is about and how grave it is', () => {
      const { firing } = fixture
      const told = all.filter((alert) => alert.name === firing.name && alert.subject.service === firing.subject.service)
      expect(told).toMatchObject([{ ...firing, state: 'firing' }])
    })

    it('tells alerts as the domain knows them, each from this source', () => {
      expect(all.length).toBeGreaterThan(0)
      for (const alert of all) {
        expect(Alert.parse(alert)).toEqual(alert)
        expect(alert.source).toBe(fixture.alerts.source)
        expect(alert.name).toBe(alert.labels.alertname)
        expect([alert.subject, alert.severity]).toEqual([alertSubject(alert.labels), alertSeverity(alert.labels)])
      }
    })

    it('tells every alert once, begun in the past', () => {
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
      const now = fixture.now()
      expect(all.filter(({ startsAt }) => !(startsAt > 0 && startsAt <= now + 1))).toEqual([])
    })

    it('tells the same alert by the same id and from the same second when asked again', async () => {
      const again = new Map((await fixture.alerts.list()).map((alert) => [alert.id, alert.startsAt]))
      const { name: firing } = fixture.firing
      for (const { id, startsAt } of all.filter((alert) => alert.name === firing)) {
        expect(again.get(id)).toBe(startsAt)
      }
    })

    it('rejects with the reason of the caller who stopped', async () => {
      const reason = new Error('tab closed')
      await expect(fixture.alerts.list(AbortSignal.abort(reason))).rejects.toBe(reason)
    })
  })
}
