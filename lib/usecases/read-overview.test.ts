import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { Overview, OverviewHistory } from '../domain/overview/overview.ts'
import type { Arrivals, EdgeTraffic } from '../domain/telemetry/traffic.ts'
import type { Ctx } from '../ports/ctx.ts'
import type { ArrivalsQuery } from '../ports/metrics.ts'
import { anInventory, anObject, aRequest, aService, aWorkload, edgeTraffic, from, to } from '../testing/builders.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { readOnlyCluster } from '../testing/read-only-cluster.ts'
import { readOverview } from './read-overview.ts'
import { readOverviewHistory } from './read-overview-history.ts'

const now = 1_790_000_000
const inventory = anInventory({
  services: [aService('shop', 'front'), aService('pay', 'payments')],
  workloads: [aWorkload('shop', 'front'), aWorkload('pay', 'payments', 'v1'), aWorkload('pay', 'payments', 'v2')],
  objects: [
    anObject('VirtualService', 'pay', 'payments', {}, { createdAt: new Date((now - 600) * 1000).toISOString() }),
  ],
})
const front = from('shop', 'front')
const v2 = to('pay', 'payments', 'v2')
const failing = edgeTraffic({
  requests: [
    aRequest(front, to('pay', 'payments', 'v1'), { perSecond: 9 }),
    aRequest(front, v2, { perSecond: 1 }),
    aRequest(front, v2, { perSecond: 1, code: '503' }),
  ],
})
const scope = { window: 60 }

function ctxOf(parts: { traffic?: EdgeTraffic | 'down'; isKubernetesDown?: boolean; asked?: ArrivalsQuery[] }) {
  const { traffic = failing, isKubernetesDown = false, asked = [] } = parts
  const down = () => Promise.reject(new AppError('unavailable', { source: 'prometheus' }))
  const ctx: Ctx<'cluster' | 'metrics' | 'clock'> = {
    signal: new AbortController().signal,
    clock: new ManualClock(now),
    cluster: readOnlyCluster(async () => {
      if (isKubernetesDown) {
        throw new AppError('unavailable', { source: 'kubernetes' })
      }
      return inventory
    }),
    metrics: {
      edgeTraffic: () => (traffic === 'down' ? down() : Promise.resolve(traffic)),
      serviceTraffic: () => Promise.reject(new Error('not asked')),
      requestCounts: () => Promise.reject(new Error('not asked')),
      arrivals: async (query): Promise<Arrivals> => {
        asked.push(query)
        const { reporter, source, destination, protocol, flags } = aRequest(front, v2)
        const row = { reporter, source, destination, protocol, flags }
        const timestamps = [now - 120, now - 60, now]
        return {
          timestamps,
          stepSeconds: query.stepSeconds,
          requests: [
            { ...row, code: '200', points: [2, 2, 1] },
            { ...row, code: '503', points: [0, 0, 1] },
          ],
          connections: [],
        }
      },
      callHistory: () => Promise.reject(new Error('not asked')),
      scrapeIntervalSeconds: async () => 15,
      probe: async () => {},
    },
  }
  return ctx
}

describe('readOverview', () => {
  it('names what is wrong with its pages, what was changed and what there is, in a small answer', async () => {
    const answer = Overview.parse(await readOverview(ctxOf({}), scope))
    expect(answer.problems).toMatchObject([
      {
        target: { name: 'payments', version: 'v2' },
        cause: 'errors',
        share: 0.5,
        service: { namespace: 'pay', name: 'payments' },
        workload: { namespace: 'pay', name: 'payments-v2' },
      },
    ])
    expect(answer.problemCount).toBe(1)
    expect(answer.changes).toMatchObject([{ kind: 'VirtualService', what: 'created', at: now - 600 }])
    expect(answer.mesh).toMatchObject({ services: 2, namespaces: 2, workloads: 3 })
    expect(answer.busiest[0]?.name).toBe('payments')
    expect(answer.notices).toEqual([])
  })

  it('keeps to the scope', async () => {
    const { mesh, changes } = await readOverview(ctxOf({}), { ...scope, namespaces: ['shop'] })
    expect(mesh).toMatchObject({ services: 1, workloads: 1 })
    expect(changes).toEqual([])
  })

  it('says what Kubernetes knows and nothing about health while Prometheus is down', async () => {
    const answer = Overview.parse(await readOverview(ctxOf({ traffic: 'down' }), scope))
    expect(answer.problemCount).toBe(0)
    expect(answer.figures).toEqual({ busyEdges: 0 })
    expect(answer.notices).toMatchObject([{ source: 'prometheus', code: 'unavailable' }])
    expect(answer.changes).toHaveLength(1)
  })

  it('says what traffic shows, and no changes rather than none, while Kubernetes is down', async () => {
    const answer = Overview.parse(await readOverview(ctxOf({ isKubernetesDown: true }), scope))
    expect(answer.problems[0]?.target.name).toBe('payments')
    expect(answer.changes).toBeUndefined()
    expect(answer.mesh.workloads).toBeUndefined()
  })

  it('rejects when neither answers', async () => {
    const both = ctxOf({ traffic: 'down', isKubernetesDown: true })
    await expect(readOverview(both, scope)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('readOverviewHistory', () => {
  it('asks once for an hour of the services behind what is wrong, on even steps', async () => {
    const asked: ArrivalsQuery[] = []
    const history = OverviewHistory.parse(await readOverviewHistory(ctxOf({ asked }), scope))
    const [query] = asked
    expect(asked).toHaveLength(1)
    expect(query?.services).toEqual([{ namespace: 'pay', name: 'payments' }])
    expect((query?.to ?? 0) % (query?.stepSeconds ?? 1)).toBe(0)
    expect((query?.to ?? 0) - (query?.from ?? 0)).toBe(3600)
    expect(history.problems).toEqual([
      {
        id: 'versioned-app:demo/pay/payments/v2',
        points: [0, 0, 0.5],
        since: now - history.stepSeconds,
        isOlder: false,
      },
    ])
  })

  it('asks for as much as the window, where that is longer', async () => {
    const asked: ArrivalsQuery[] = []
    await readOverviewHistory(ctxOf({ asked }), { window: 6 * 3600 })
    expect((asked[0]?.to ?? 0) - (asked[0]?.from ?? 0)).toBe(6 * 3600)
  })

  it('asks nothing where nothing is wrong, or nothing can be told', async () => {
    const asked: ArrivalsQuery[] = []
    for (const traffic of [edgeTraffic({}), 'down'] as const) {
      expect((await readOverviewHistory(ctxOf({ traffic, asked }), scope)).problems).toEqual([])
    }
    expect(asked).toEqual([])
  })
})
