import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../ports/logs.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoClusterName } from './blueprint.ts'
import { weightedRoute } from './blueprint-parts.ts'
import { demoLogs } from './demo-logs.ts'
import { demoMetrics } from './demo-metrics.ts'
import { podsOf } from './demo-pods.ts'
import { shopServices } from './shop.ts'
import { type DemoWorld, demoWorld } from './world.ts'

const startedAt = 1_795_262_400
const at = startedAt + 600
const seconds = 60

function shop(): DemoWorld {
  return demoWorld({ seed: 1, services: 13, startedAt })
}

/** What the istio-proxies of a workload's pods logged lately. */
async function proxyLines(world: DemoWorld, name: string, sinceSeconds = seconds): Promise<LogLine[]> {
  const logs = demoLogs(world, new ManualClock(at))
  const pods = world.workloads.filter((workload) => workload.name === name).flatMap(podsOf)
  const ofPods = await Promise.all(
    pods.map(({ namespace, name: pod }) =>
      logs.read({
        cluster: demoClusterName,
        namespace,
        pod,
        container: 'istio-proxy',
        tailLines: 10_000,
        sinceSeconds,
        limitBytes: 16_000_000,
      }),
    ),
  )
  return ofPods.flat()
}

const istioText =
  /^\[(\S+)\] "(\S+ \S+ \S+)" (\d+) (\S+) (\S+) - "-" \d+ \d+ (\d+) (\d+|-) "-" "[^"]+" "([0-9a-f-]{36}|-)" "(\S+)" "(\S+)" (\S+) (\S+) (\S+) (\S+) (\S+) (\S+)$/

function parts({ text }: LogLine) {
  const [, start, request, code, flags, details, duration, , id, authority, upstream, cluster, ...rest] =
    istioText.exec(text) ?? []
  return { start, request, code, flags, details, duration, id, authority, upstream, cluster, sni: rest[3] }
}

describe('access logs of the demo', () => {
  it('count exactly what telemetry counts, by code', async () => {
    const world = shop()
    const { requests } = await demoMetrics(world, new ManualClock(at)).edgeTraffic({
      at,
      windowSeconds: seconds,
      withQuantiles: false,
    })
    const lines = (await proxyLines(world, 'payments-v2')).map(parts)
    const inbound = lines.filter(({ cluster }) => cluster === 'inbound|8080||')
    for (const code of ['200', '503', '500']) {
      const told = requests
        .filter(
          (row) => row.reporter === 'destination' && row.destination.workload === 'payments-v2' && row.code === code,
        )
        .reduce((sum, { perSecond }) => sum + perSecond * seconds, 0)
      expect(inbound.filter((line) => line.code === code).length, code).toBeCloseTo(told, 0)
    }
    expect(inbound.filter(({ code }) => code === '503').length).toBeGreaterThan(20)
  })

  it('are in Istio’s default format, every line', async () => {
    const world = shop()
    for (const name of ['ingressgateway', 'checkout-v9', 'payments-v1', 'search-v5', 'recommendation-v2']) {
      const lines = await proxyLines(world, name, 5)
      expect(lines.length).toBeGreaterThan(20)
      expect(lines.filter(({ text }) => !istioText.test(text) && !text.includes('"- - -" 0 - - - "-"'))).toEqual([])
    }
  })

  it('tell a request at both its ends under one id', async () => {
    const world = shop()
    const sent = (await proxyLines(world, 'checkout-v9')).map(parts)
    const received = (await proxyLines(world, 'payments-v1')).map(parts)
    const toPayments = sent.filter(({ cluster }) => cluster === 'outbound|8080|v1|payments.pay.svc.cluster.local')
    const arrived = new Map(received.map((line) => [line.id, line]))
    expect(toPayments.length).toBeGreaterThan(100)
    for (const line of toPayments) {
      const { request, authority, upstream } = line
      expect(arrived.get(line.id)).toMatchObject({
        request,
        authority,
        upstream,
        cluster: 'inbound|8080||',
        sni: 'outbound_.8080_.v1_.payments.pay.svc.cluster.local',
      })
    }
  })

  it('tell what a proxy answers by itself, and log nothing of it elsewhere', async () => {
    const world = shop()
    world.applyObject(weightedRoute(shopServices.payments, { v9: 100 }), startedAt)
    const lost = (await proxyLines(world, 'checkout-v9')).map(parts).filter(({ flags }) => flags === 'NC')
    expect(lost.length).toBeGreaterThan(100)
    expect(
      new Set(
        lost.map(({ code, details, authority, upstream, cluster }) =>
          [code, details, authority, upstream, cluster].join(),
        ),
      ),
    ).toEqual(new Set(['503,cluster_not_found,payments.pay:8080,-,-']))
    const received = (await proxyLines(world, 'payments-v1')).map(parts)
    // The batch job has no sidecar that a route could lead astray.
    expect(received.filter(({ request }) => request === 'POST /payments HTTP/1.1')).toEqual([])
    expect(received.filter(({ request }) => request === 'POST /settlements HTTP/1.1').length).toBeGreaterThan(10)
  })

  it('tell a timeout as such where it ran out, and as a client that left where it was waited for', async () => {
    const world = shop()
    world.startIncident('tight-timeout', startedAt)
    const toSearch = (lines: LogLine[], flag: string) => lines.map(parts).filter(({ flags }) => flags === flag)
    const late = toSearch(await proxyLines(world, 'frontend-v12', 10), 'UT')
    const left = new Map(toSearch(await proxyLines(world, 'search-v5', 12), 'DC').map((line) => [line.id, line]))
    expect(late.length).toBeGreaterThan(100)
    for (const { id, code, details, upstream } of late) {
      expect([code, details]).toEqual(['504', 'response_timeout'])
      expect(left.get(id)).toMatchObject({ code: '0', details: 'downstream_remote_disconnect', upstream })
    }
  })

  it('say how long a request took within the bounds telemetry counts it', async () => {
    const world = shop()
    const { latencies } = await demoMetrics(world, new ManualClock(at)).edgeTraffic({
      at,
      windowSeconds: seconds,
      withQuantiles: true,
    })
    const inbound = (await proxyLines(world, 'ledger-v2'))
      .map(parts)
      .filter(({ cluster }) => cluster?.startsWith('inbound'))
    const fast = latencies
      .filter((row) => row.reporter === 'destination' && row.destination.workload === 'ledger-v2')
      .flatMap(({ buckets = [] }) => buckets.filter(({ leMs }) => leMs === 10))
      .reduce((sum, { perSecond }) => sum + perSecond * seconds, 0)
    const underTen = inbound.filter(({ duration }) => Number(duration) < 10).length
    expect(fast).toBeGreaterThan(100)
    expect(underTen).toBeCloseTo(fast, 0)
  })
})

describe('logs of the demo’s apps', () => {
  it('call failures errors', async () => {
    const world = shop()
    const [pod] = world.workloads.filter(({ name }) => name === 'payments-v2').flatMap(podsOf)
    const lines = await demoLogs(world, new ManualClock(at)).read({
      cluster: demoClusterName,
      namespace: 'pay',
      pod: pod?.name ?? '',
      container: 'payments',
      sinceSeconds: seconds,
    })
    const errors = lines.filter(({ text }) => text.startsWith('level=error'))
    expect(errors.length).toBeGreaterThan(20)
    expect(errors.filter(({ text }) => !/ status=50[03] /.test(text))).toEqual([])
  })
})
