import { describe, expect, it } from 'vitest'
import { demoCluster } from '../adapters/demo/demo-cluster.ts'
import { demoMetrics } from '../adapters/demo/demo-metrics.ts'
import { type DemoWorldOptions, demoWorld } from '../adapters/demo/world.ts'
import { callQueryText } from '../adapters/prometheus/call-query-text.ts'
import { callHistoryTexts } from '../adapters/prometheus/read-call-history.ts'
import { AppError } from '../domain/errors.ts'
import type { IncidentName } from '../domain/incidents/incident.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { readDiagnosis } from './read-diagnosis.ts'

const at = 1_790_000_010
const question = { window: 300, at }

function ctxOf(options: Partial<DemoWorldOptions> = {}, now = at) {
  const world = demoWorld({ seed: 7, services: 13, startedAt: at - 900, ...options })
  const clock = new ManualClock(now)
  const texts = {
    history: () => ({ requests: '', latencies: '', tcp: '' }),
    callHistory: callHistoryTexts,
    call: callQueryText,
  }
  return {
    cluster: demoCluster(world, clock),
    metrics: demoMetrics(world, clock, texts),
    clock,
    signal: new AbortController().signal,
  }
}

const shop = (name: string) => `service:demo/shop/${name}`

type Incidents = NonNullable<DemoWorldOptions['incidents']>

/** What each incident of the demo is to be blamed on. */
const culprits: [
  incident: IncidentName,
  kind: string,
  service: string,
  more?: { version?: string; edge?: [string, string] },
][] = [
  ['version-failing', 'version', shop('catalog'), { version: 'v4' }],
  ['version-slow', 'version', shop('catalog'), { version: 'v4' }],
  ['process-crash', 'service', shop('cart')],
  ['subset-without-pods', 'service', shop('catalog')],
  ['missing-subset', 'configuration', 'service:demo/pay/payments'],
  ['pool-overflow', 'configuration', shop('frontend')],
  ['tight-timeout', 'configuration', shop('search'), { edge: [shop('frontend'), shop('search')] }],
  ['authorization-denied', 'configuration', shop('cart'), { edge: [shop('frontend'), shop('cart')] }],
  ['packet-loss', 'network', shop('currency'), { edge: [shop('frontend'), shop('currency')] }],
  ['slow-tcp-database', 'dependency', shop('catalog-db')],
  ['load-surge', 'load', 'service:demo/edge/ingressgateway'],
  ['external-host-down', 'dependency', 'external:demo/api.bank.example'],
]

describe('readDiagnosis', () => {
  it.each(culprits)(
    'blames %s on the %s of %s within a minute, and ten minutes later',
    async (name, kind, service, more) => {
      for (const after of [75, 600]) {
        const incidents = [{ name, startedAt: at - after }]
        const { suspects, verdict, incident } = await readDiagnosis(ctxOf({ incidents, isQuiet: true }), question)
        expect(suspects[0]).toMatchObject({ kind, service, ...more })
        expect(verdict.confidence).toBe(kind === 'load' ? 'unsure' : 'confident')
        expect(Math.abs((incident?.from ?? 0) - (at - after))).toBeLessThanOrEqual(30)
      }
    },
  )

  it('names them over trouble that never ends, too', async () => {
    const incidents: Incidents = [{ name: 'slow-tcp-database', startedAt: at - 240 }]
    const { suspects, verdict } = await readDiagnosis(ctxOf({ incidents }), question)
    expect([verdict.confidence, suspects[0]?.service]).toEqual(['confident', shop('catalog-db')])
  })

  it('is confident of nothing in a quiet hour', async () => {
    const ctx = ctxOf({ isQuiet: true }, at + 3600)
    for (let minute = 0; minute < 60; minute += 5) {
      const { verdict, standing } = await readDiagnosis(ctx, { ...question, at: at + 60 * minute })
      expect([verdict.confidence, standing]).toEqual(['none', []])
    }
  })

  it('names who is to blame for what has been wrong all along, without calling it new', async () => {
    const { verdict, standing } = await readDiagnosis(ctxOf(), question)
    expect(verdict).toEqual({ confidence: 'none', reason: 'nothing-changed' })
    expect(standing[0]).toMatchObject({
      kind: 'version',
      service: 'service:demo/pay/payments',
      version: 'v2',
      path: [shop('frontend'), shop('checkout'), 'service:demo/pay/payments'],
    })
  })

  it('answers of the past as it did then', async () => {
    const incidents: Incidents = [{ name: 'version-failing', startedAt: at - 3900, healedAt: at - 3300 }]
    const asked = { ...question, at: at - 3600 }
    const later = await readDiagnosis(ctxOf({ incidents, isQuiet: true }), asked)
    const then = await readDiagnosis(ctxOf({ incidents, isQuiet: true }, at - 3600), asked)
    expect(later.suspects).toEqual(then.suspects)
    expect(later.suspects[0]).toMatchObject({ kind: 'version', version: 'v4' })
    expect(later.takenAt).toBe(at - 3600)
  })

  it('says what it compared, and how each number is asked for', async () => {
    const incidents: Incidents = [{ name: 'version-failing', startedAt: at - 240 }]
    const found = await readDiagnosis(ctxOf({ incidents, isQuiet: true }), {
      ...question,
      namespace: 'edge',
      service: 'ingressgateway',
    })
    expect(found.stepSeconds).toBe(30)
    expect(found.incident).toEqual({ from: at - 240, to: at })
    expect(found.baseline).toEqual({ from: at - 3900, to: at - 240 })
    expect(found.dayBefore).toEqual({ from: at - 86_400 - 1800, to: at - 86_400 })
    expect(found.queries?.requests).toContain('istio_requests_total')
    const measured = found.suspects.flatMap(({ evidence }) => evidence).filter(({ fact }) => 'series' in fact)
    expect(measured.length).toBeGreaterThan(0)
    expect(measured.filter(({ query }) => query === undefined || !query.includes('offset 30s'))).toEqual([])
  })

  it('names every service it speaks of, and none that has nothing to do with the asked namespaces', async () => {
    const incidents: Incidents = [{ name: 'missing-subset', startedAt: at - 240 }]
    const { services, suspects, hops } = await readDiagnosis(ctxOf({ incidents }), { ...question, namespaces: ['pay'] })
    const known = new Set(services.map(({ id }) => id))
    const spoken = [
      ...suspects.flatMap(({ path, edge = [] }) => [...path, ...edge]),
      ...hops.flatMap((hop) => [hop.source, hop.destination]),
    ]
    expect(spoken.length).toBeGreaterThan(0)
    expect(spoken.filter((id) => !known.has(id))).toEqual([])
    expect(services.filter(({ namespace }) => namespace === 'edge')).toEqual([])
  })

  it('does without Kubernetes, and says so', async () => {
    const ctx = ctxOf({ incidents: [{ name: 'version-failing', startedAt: at - 240 }], isQuiet: true })
    const cluster = {
      ...ctx.cluster,
      inventory: () => Promise.reject(new AppError('unavailable', { source: 'kubernetes' })),
    }
    const { suspects, notices } = await readDiagnosis({ ...ctx, cluster }, question)
    expect(suspects[0]).toMatchObject({ kind: 'version', service: shop('catalog'), version: 'v4' })
    expect(notices).toContainEqual({ source: 'kubernetes', code: 'unavailable', params: { source: 'kubernetes' } })
  })

  it.each([
    ['five minutes are not known', 240, 'history-too-short'],
    ['nothing is known', 0, 'no-traffic'],
  ])('judges nothing where %s', async (_, knownSeconds, code) => {
    const ctx = ctxOf({ incidents: [{ name: 'version-failing', startedAt: at - 120 }] })
    const metrics: typeof ctx.metrics = {
      ...ctx.metrics,
      async callHistory(query, signal) {
        const from = Math.max(query.from, at - knownSeconds)
        const known = from < query.to && query.to === at
        const told = await ctx.metrics.callHistory(known ? { ...query, from } : query, signal)
        return known ? told : { ...told, requests: [], times: [], tcp: [] }
      },
    }
    const { verdict, suspects, notices, incident } = await readDiagnosis({ ...ctx, metrics }, question)
    expect([verdict.reason, suspects, incident]).toEqual(['not-enough-traffic', [], undefined])
    expect(notices.map((notice) => notice.code)).toContain(code)
  })

  it('refuses a moment in the future, and fails as its source does', async () => {
    const ctx = ctxOf()
    await expect(readDiagnosis(ctx, { ...question, at: at + 600 })).rejects.toMatchObject({ code: 'invalid' })
    const metrics = {
      ...ctx.metrics,
      callHistory: () => Promise.reject(new AppError('timeout', { source: 'prometheus' })),
    }
    await expect(readDiagnosis({ ...ctx, metrics }, question)).rejects.toMatchObject({ code: 'timeout' })
  })
})
