import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Alert } from './alert.ts'
import { mergeAlerts } from './merge-alerts.ts'
import { orderAlerts } from './order-alerts.ts'
import { toAlert } from './to-alert.ts'

type Told = { pod?: string; state?: Alert['state']; startsAt?: number; external?: Record<string, string> }

function labelsOf({ pod, external = {} }: Told): Record<string, string> {
  return { alertname: 'Failing', ...(pod !== undefined && { pod }), ...external }
}

const ruled = (told: Told = {}) =>
  toAlert({
    labels: labelsOf(told),
    annotations: {},
    state: told.state ?? 'firing',
    startsAt: told.startsAt ?? 100,
    source: 'prometheus',
  })
const sent = (told: Told = {}) => ({ ...ruled(told), source: 'alertmanager' as const })

const external = { cluster: 'eu', prometheus: 'monitoring/k8s' }

describe('the alerts of Alertmanager and of rules', () => {
  it('are one row where they are one alert, by the id of the rule, since its condition holds', () => {
    const rule = ruled({ pod: 'a', startsAt: 40 })
    const [merged, ...others] = mergeAlerts([sent({ pod: 'a', startsAt: 100, external })], [rule])
    expect(others).toEqual([])
    expect(merged).toMatchObject({
      id: rule.id,
      source: 'alertmanager',
      startsAt: 40,
      labels: { pod: 'a', ...external },
    })
  })

  it.each([
    ['suppressed', 'firing', 'suppressed'],
    ['suppressed', 'pending', 'suppressed'],
    ['firing', 'firing', 'firing'],
    ['firing', 'pending', 'pending'],
  ] as const)('%s there and %s here are %s', (there, here, state) => {
    expect(mergeAlerts([sent({ state: there, external })], [ruled({ state: here })])).toMatchObject([{ state }])
  })

  it('stay apart where a label differs or is missing', () => {
    expect(mergeAlerts([sent({ pod: 'b' }), sent()], [ruled({ pod: 'a' })])).toHaveLength(3)
  })

  it('hide no other cluster that shares the Alertmanager', () => {
    const eu = sent({ external, startsAt: 500 })
    const us = sent({ external: { ...external, cluster: 'us' }, startsAt: 100 })
    const rows = mergeAlerts([eu, us], [ruled({ startsAt: 90 })])
    expect(rows.map(({ labels }) => labels.cluster).sort()).toEqual(['eu', 'us'])
    expect(rows.find(({ labels }) => labels.cluster === 'us')?.startsAt).toBe(90)
  })

  const alert = fc.record({
    pod: fc.constantFrom(undefined, 'a', 'b'),
    state: fc.constantFrom('firing' as const, 'suppressed' as const),
    startsAt: fc.integer({ min: 0, max: 50 }),
    external: fc.constantFrom({}, external),
  })
  const lists = fc.tuple(
    fc.uniqueArray(alert, { selector: (told) => sent(told).id, maxLength: 6 }),
    fc.uniqueArray(alert, { selector: (told) => ruled(told).id, maxLength: 6 }),
  )

  it('lose no alert and double none', () => {
    fc.assert(
      fc.property(lists, ([there, here]) => {
        const [told, rules] = [there.map(sent), here.map(ruled)]
        const merged = mergeAlerts(told, rules)
        const labelSets = merged.map(({ labels }) => JSON.stringify(Object.entries(labels).sort()))
        for (const one of told) {
          expect(labelSets).toContain(JSON.stringify(Object.entries(one.labels).sort()))
        }
        for (const rule of rules) {
          expect(merged.filter(({ id }) => id === rule.id).length).toBeGreaterThan(0)
        }
        expect(merged.length).toBeLessThanOrEqual(told.length + rules.length)
        expect(merged.length).toBeGreaterThanOrEqual(Math.max(told.length, rules.length))
      }),
    )
  })

  it('are matched without comparing each with each, however many pods fail by one rule', () => {
    const pods = Array.from({ length: 1000 }, (_, index) => `pod-${index}`)
    let looks = 0
    const counted = (alert: Alert): Alert => {
      const { labels, ...rest } = alert
      return Object.defineProperty({ ...rest, labels }, 'labels', {
        enumerable: true,
        get: () => {
          looks += 1
          return labels
        },
      })
    }
    const told = pods.map((pod) => counted(sent({ pod, external })))
    expect(
      mergeAlerts(
        told,
        pods.map((pod) => ruled({ pod })),
      ),
    ).toHaveLength(pods.length)
    expect(looks).toBeLessThan(20 * pods.length)
  })

  it('stand in one order, however they came', () => {
    fc.assert(
      fc.property(lists, ([, here]) => {
        const rules = here.map(ruled)
        expect(orderAlerts(rules.toReversed())).toEqual(orderAlerts(rules))
      }),
    )
  })
})
