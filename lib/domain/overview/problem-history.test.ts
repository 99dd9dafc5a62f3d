import { describe, expect, it } from 'vitest'
import { anInventory, aRequest, aService, aTcp, aWorkload, edgeTraffic, from, to } from '../../testing/builders.ts'
import { buildGraph } from '../graph/build-graph.ts'
import { rankProblems } from '../health/rank-problems.ts'
import { withHealth } from '../health/with-health.ts'
import type { Arrivals, EdgeTraffic, Points } from '../telemetry/traffic.ts'
import { defaultThresholds } from '../thresholds/thresholds.ts'
import { problemHistory, servicesBehind } from './problem-history.ts'

const inventory = anInventory({
  services: [aService('shop', 'front'), aService('pay', 'payments'), aService('pay', 'db')],
  workloads: [
    aWorkload('shop', 'front'),
    aWorkload('pay', 'payments', 'v1'),
    aWorkload('pay', 'payments', 'v2'),
    aWorkload('pay', 'db'),
  ],
})
const front = from('shop', 'front')
const v1 = to('pay', 'payments', 'v1')
const v2 = to('pay', 'payments', 'v2')
const at = 1_790_000_000

function problemsIn(traffic: EdgeTraffic) {
  const graph = withHealth(buildGraph({ inventory, traffic, type: 'versioned-app', at, windowSeconds: 60 }))
  return { graph, problems: rankProblems(graph) }
}

const failing = edgeTraffic({
  requests: [
    aRequest(front, v1, { perSecond: 9 }),
    aRequest(front, v2, { perSecond: 1 }),
    aRequest(front, v2, { perSecond: 1, code: '503' }),
  ],
})

/** Requests of both reporters, so that adding them up would show. */
function seen(destination: typeof v2, code: string, points: Points): Arrivals['requests'] {
  return (['source', 'destination'] as const).map((reporter) => {
    const { perSecond: _rate, security: _security, ...row } = aRequest(front, destination, { reporter, code })
    return { ...row, points }
  })
}

function historyOf(requests: Arrivals['requests'], thresholds = new Map()) {
  const { problems } = problemsIn(failing)
  const timestamps = (requests[0]?.points ?? []).map((_, index) => at + 60 * index)
  return problemHistory(problems, { timestamps, stepSeconds: 60, requests, connections: [] }, inventory, thresholds)
}

describe('servicesBehind', () => {
  it('names the services whose requests reached what is wrong, once each', () => {
    const { graph, problems } = problemsIn(failing)
    expect(problems.map(({ id }) => id)).toEqual(['versioned-app:demo/pay/payments/v2'])
    expect(servicesBehind(problems, graph, failing)).toEqual([{ namespace: 'pay', name: 'payments' }])
    expect(servicesBehind([], graph, failing)).toEqual([])
  })

  it('names a service that requests reached no workload of', () => {
    const nobody = edgeTraffic({
      requests: [
        aRequest(front, { host: 'x', service: 'payments', serviceNamespace: 'pay' }, { code: '503', perSecond: 1 }),
      ],
    })
    const { graph, problems } = problemsIn(nobody)
    expect(servicesBehind(problems, graph, nobody)).toEqual([{ namespace: 'pay', name: 'payments' }])
  })
})

describe('problemHistory', () => {
  it('has the share of the version that is wrong at every point, counted by one reporter, and since when', () => {
    const { problems } = historyOf([
      ...seen(v1, '200', [9, 9, 9, 9]),
      ...seen(v2, '200', [1, 1, 0.5, null]),
      ...seen(v2, '503', [0, 0, 0.5, 1]),
    ])
    expect(problems).toEqual([
      { id: 'versioned-app:demo/pay/payments/v2', points: [0, 0, 0.5, 1], since: at + 60, isOlder: false },
    ])
  })

  it('does not claim to know when what was wrong all along began', () => {
    const [problem] = historyOf([...seen(v2, '503', [1, 1, 1]), ...seen(v2, '200', [1, 1, 1])]).problems
    expect(problem).toMatchObject({ isOlder: true })
    expect(problem?.since).toBeUndefined()
  })

  it('has no point where nothing arrived', () => {
    const [problem] = historyOf([...seen(v2, '503', [null, 1]), ...seen(v1, '200', [9, 9])]).problems
    expect(problem?.points).toEqual([null, 1])
  })

  it('goes by the thresholds of the target', () => {
    const lenient = new Map([['versioned-app:demo/pay/payments/v2', { ...defaultThresholds, degradedErrorRatio: 0.4 }]])
    const rows = [...seen(v2, '503', [0.1, 0.1, 0.5, 0.5]), ...seen(v2, '200', [0.9, 0.9, 0.5, 0.5])]
    expect(historyOf(rows, lenient).problems[0]).toMatchObject({ since: at + 60 })
  })

  it('counts broken connections where that is what is wrong', () => {
    const db = to('pay', 'db')
    const traffic = edgeTraffic({ tcp: [aTcp(front, db, { flags: ['UF'], connectionsPerSecond: 1 })] })
    const { problems } = problemsIn(traffic)
    expect(problems[0]).toMatchObject({ cause: 'connections', share: 1 })
    const row = { reporter: 'source' as const, source: front, destination: db }
    const connections = [
      { ...row, flags: [], points: [3, 3] },
      { ...row, flags: ['UF'], points: [0, 1] },
    ]
    const arrivals = { timestamps: [at, at + 60], stepSeconds: 60, requests: [], connections }
    expect(problemHistory(problems, arrivals, inventory, new Map()).problems[0]?.points).toEqual([0, 0.25])
  })
})
