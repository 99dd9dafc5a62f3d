import { expect, it } from 'vitest'
import type { Arrivals } from '../domain/telemetry/traffic.ts'
import type { MetricsFixture } from './metrics.contract.ts'

/** The law of `Metrics.arrivals`. */
export function arrivalLaws(given: () => MetricsFixture): void {
  const asked = (services: { namespace: string; name: string }[], stepSeconds = 60): Promise<Arrivals> => {
    const { metrics, at } = given()
    return metrics.arrivals({ services, from: at - 180, to: at, stepSeconds })
  }

  it('tells what arrived as edges do at the end, row by row, one point a timestamp', async () => {
    const { metrics, at, service } = given()
    const history = await asked([service])
    expect(history.timestamps).toEqual([at - 180, at - 120, at - 60, at])
    const edges = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: false })
    const arriving = edges.requests.filter(
      ({ destination }) => destination.service === service.name && destination.serviceNamespace === service.namespace,
    )
    expect(arriving.length).toBeGreaterThan(0)
    expect(history.requests.filter(({ points }) => points.length !== 4)).toEqual([])
    const rates = (rows: { key: string; perSecond: number }[]) => {
      const sums = new Map<string, number>()
      for (const { key, perSecond } of rows) {
        sums.set(key, (sums.get(key) ?? 0) + perSecond)
      }
      return [...sums].map(([key, sum]) => `${key} ${sum.toPrecision(9)}`).sort()
    }
    const last = history.requests.map((row) => ({ key: rowKey(row), perSecond: row.points.at(-1) ?? 0 }))
    expect(rates(last.filter(({ perSecond }) => perSecond > 0))).toEqual(
      rates(arriving.map((row) => ({ key: rowKey(row), perSecond: row.perSecond }))),
    )
  })

  it('has one row a label set, and only the services asked for', async () => {
    const { service } = given()
    const { requests, connections } = await asked([service, { namespace: service.namespace, name: 'no-such-service' }])
    const keys = requests.map(rowKey)
    expect(new Set(keys).size).toBe(keys.length)
    const others = [...requests, ...connections].filter(({ destination }) => destination.service !== service.name)
    expect(others).toEqual([])
  })

  it.each([
    ['nobody', []],
    ['a service that does not exist', [{ namespace: 'no-such-namespace', name: 'no-such-service' }]],
    ['hostile text', ['.*', 'a"} or vector(1) or x{y="', '\ud800'].map((name) => ({ namespace: name, name }))],
  ])('has nothing of %s', async (_, services) => {
    const { timestamps, requests, connections } = await asked(services)
    expect(timestamps).toHaveLength(4)
    expect([requests, connections]).toEqual([[], []])
  })

  it('rejects with the reason of the caller who stopped', async () => {
    const reason = new Error('tab closed')
    const { metrics, at, service } = given()
    const query = { services: [service], from: at - 180, to: at, stepSeconds: 60 }
    await expect(metrics.arrivals(query, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
}

function rowKey({
  reporter,
  source,
  destination,
  protocol,
  code,
  grpcStatus,
  flags,
}: Omit<Arrivals['requests'][number], 'points'>): string {
  const sorted = (labels: object): unknown[] => Object.entries(labels).sort()
  return JSON.stringify([reporter, sorted(source), sorted(destination), protocol, code, grpcStatus ?? '', flags])
}
