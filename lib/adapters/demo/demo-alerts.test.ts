import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { ManualClock } from '../../testing/manual-clock.ts'
import type { PrometheusServer } from '../../testing/prometheus-server.ts'
import { startPrometheus } from '../../testing/prometheus-server.ts'
import { prometheusApi } from '../prometheus/prometheus-api.ts'
import { weightedRoute } from './blueprint-parts.ts'
import { demoAlertRules } from './demo-alert-rules.ts'
import { demoAlerts } from './demo-alerts.ts'
import { exportHistory } from './export-metrics.ts'
import { shopServices } from './shop.ts'
import { type DemoWorld, demoWorld } from './world.ts'

const at = Date.UTC(2026, 0, 14, 12) / 1000
const changedSecondsAgo = 150
const rulesFile = new URL('../../../deploy/prometheus/alert-rules.yaml', import.meta.url)
const Rules = z.object({
  groups: z.array(
    z.object({
      interval: z.literal('15s'),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.string() }),
        }),
      ),
    }),
  ),
})
const shipped = Rules.parse(parse(readFileSync(rulesFile, 'utf8'))).groups.flatMap(({ rules }) => rules)

function worldWithLostShare(): DemoWorld {
  const world = demoWorld({ seed: 1, services: 12, startedAt: at - 600 })
  // A fifth of the payments is sent to a subset nobody knows.
  world.applyObject(weightedRoute(shopServices.payments, { v1: 60, v2: 20, v9: 20 }), at - changedSecondsAgo)
  return world
}

/** Of the histograms the one bound that a rule reads, which is a tenth of the history. */
function* readByRules(history: Iterable<string>): Generator<string> {
  for (const piece of history) {
    if (!piece.startsWith('istio_request_duration_milliseconds_bucket') || piece.includes('le="1000"')) {
      yield piece
    }
  }
}

describe('the rules of the demo', () => {
  it('are shipped rules, as grave and as patient', () => {
    for (const { name, severity, forSeconds } of demoAlertRules) {
      const rule = shipped.find(({ alert }) => alert === name)
      expect([name, rule?.labels.severity, rule?.for]).toEqual([name, severity, forSeconds === 60 ? '1m' : undefined])
    }
  })
})

function worldWithIncidents(): DemoWorld {
  const world = demoWorld({ seed: 1, services: 12, startedAt: at - 600 })
  for (const name of ['version-slow', 'pool-overflow', 'process-crash', 'tight-timeout'] as const) {
    world.startIncident(name, at - changedSecondsAgo)
  }
  return world
}

describe.each([
  ['a lost share', worldWithLostShare],
  ['several incidents', worldWithIncidents],
])('over %s the demo and a real Prometheus that holds its history', (_, make) => {
  const world = make()
  let server: PrometheusServer
  beforeAll(async () => {
    server = await startPrometheus({
      history: readByRules(exportHistory(world, { from: at - 270, to: at, stepSeconds: 5 })),
    })
  }, 120_000)
  afterAll(() => server?.stop())

  it.each([0, -75, -135])('have the same alerts fire %d s from now, rule by rule', async (offset) => {
    const alerts = await demoAlerts(world, new ManualClock(at + offset)).list()
    const api = prometheusApi({ baseUrl: server.url, headers: {} })
    for (const { name, by } of demoAlertRules) {
      const expr = shipped.find(({ alert }) => alert === name)?.expr ?? ''
      const { samples } = await api.vector(expr, at + offset)
      const measured = samples.map(({ labels }) => by.map((label) => labels[label] ?? ''))
      const told = alerts.filter((alert) => alert.name === name).map(({ labels }) => by.map((label) => labels[label]))
      expect([name, told.sort()]).toEqual([name, measured.sort()])
    }
    expect(new Set(alerts.map(({ name }) => name)).size).toBeGreaterThan(1)
  })
})

describe('an alert of the demo', () => {
  it('waits as long as its rule, then fires, with the second its condition began', async () => {
    const world = worldWithLostShare()
    const clock = new ManualClock(at - changedSecondsAgo)
    const alerts = demoAlerts(world, clock)
    const unroutable = async () => (await alerts.list()).find(({ name }) => name === 'MeshRequestsUnroutable')
    expect(await unroutable()).toBeUndefined()
    await clock.advance(30)
    const begun = await unroutable()
    expect(begun).toMatchObject({ state: 'firing', subject: { service: 'payments', namespace: 'pay' } })
    expect(begun?.startsAt).toBe(at - 135)
    await clock.advance(600)
    expect((await unroutable())?.startsAt).toBe(at - 135)
    world.applyObject(weightedRoute(shopServices.payments, { v1: 100 }), clock.now())
    await clock.advance(300)
    const ofCallers = (await alerts.list()).filter(({ name }) => name !== 'MeshVersionFailing')
    expect(ofCallers.filter(({ subject }) => subject.service === 'payments')).toEqual([])
  })

  it('begins at the same second for those who ask late', async () => {
    const early = new ManualClock(at - 60)
    const world = demoWorld({ seed: 1, services: 12, startedAt: at - 600 })
    const watching = demoAlerts(world, early)
    await watching.list()
    await early.advance(60)
    const late = await demoAlerts(world, new ManualClock(at)).list()
    expect(late.length).toBeGreaterThan(0)
    expect(await watching.list()).toEqual(late)
  })
})
