import { expect, it } from 'vitest'
import type { CallHistory, TrafficDestination, TrafficSource } from '../domain/telemetry/traffic.ts'
import type { MetricsFixture } from './metrics.contract.ts'

const stepSeconds = 30

/** The law of `Metrics.callHistory`. */
export function callLaws(given: () => MetricsFixture): void {
  const asked = (namespaces?: string[]): Promise<CallHistory> => {
    const { metrics, at } = given()
    return metrics.callHistory({ from: at - 180, to: at, stepSeconds, ...(namespaces && { namespaces }) })
  }

  it('gives every call one value a bucket, whole buckets from end to end', async () => {
    const { at } = given()
    const history = await asked()
    expect(history.stepSeconds).toBe(stepSeconds)
    expect(history.bucketTimes).toEqual([180, 150, 120, 90, 60, 30].map((ago) => at - ago))
    const all = pointsOf(history)
    expect(all.length).toBeGreaterThan(0)
    expect(all.filter((points) => points.length !== 6)).toEqual([])
    expect(all.flat().filter((point) => point !== null && !(point >= 0 && point < 1e12))).toEqual([])
    expect(new Set(history.requests.map(({ reporter }) => reporter)).size).toBeGreaterThan(1)
  })

  it('has one row a label set', async () => {
    const { requests, times, tcp } = await asked()
    const sorted = (labels: object): unknown[] => Object.entries(labels).sort()
    const ends = ({ reporter, source, destination }: CallHistory['times'][number] | CallHistory['tcp'][number]) =>
      JSON.stringify([reporter, sorted(source), sorted(destination)])
    const keys = [
      requests.map(({ points: _, ...row }) =>
        JSON.stringify([
          row.flags,
          row.code,
          row.grpcStatus,
          row.protocol,
          sorted(row.source),
          sorted(row.destination),
          row.reporter,
        ]),
      ),
      times.map(ends),
      tcp.map(ends),
    ]
    expect(keys.map((own) => new Set(own).size)).toEqual(keys.map((own) => own.length))
  })

  it('counts what edges tell as rates', async () => {
    const { metrics, at } = given()
    const { requests } = await metrics.callHistory({ from: at - 60, to: at, stepSeconds: 60 })
    const edges = await metrics.edgeTraffic({ at, windowSeconds: 60, withQuantiles: false })
    for (const reporter of ['source', 'destination']) {
      const rates = edges.requests.filter((row) => row.reporter === reporter).map(({ perSecond }) => perSecond)
      const counted = requests.filter((row) => row.reporter === reporter).map(({ points }) => points[0] ?? null)
      expect(sum(counted)).toBeGreaterThan(0.95 * sum(rates))
      expect(sum(counted)).toBeLessThan(1.05 * sum(rates))
    }
  })

  it('tells how long the requests took that it timed', async () => {
    const { times } = await asked()
    const [timed, milliseconds] = [
      sum(times.flatMap((row) => row.requests)),
      sum(times.flatMap((row) => row.milliseconds)),
    ]
    expect(timed).toBeGreaterThan(0)
    expect(milliseconds / timed).toBeGreaterThan(0)
    expect(milliseconds / timed).toBeLessThan(60_000)
  })

  it('gives the same answer to the same question', async () => {
    expect(await asked()).toEqual(await asked())
  })

  it('tells only the calls that touch the asked namespaces', async () => {
    const { namespace } = given()
    const [part, all] = [await asked([namespace, 'no-such-namespace']), await asked()]
    expect(part.requests.length).toBeGreaterThan(0)
    expect(part.requests.length).toBeLessThan(all.requests.length)
    expect(part.requests.filter((row) => !touches(row, namespace))).toEqual([])
  })

  it.each([
    ['nobody', []],
    ['a namespace that does not exist', ['no-such-namespace']],
    ['hostile text', ['.*', 'a"} or vector(1) or x{y="', '\ud800']],
  ])('finds nothing in %s', async (_, namespaces) => {
    const { requests, times, tcp } = await asked(namespaces)
    expect([requests, times, tcp]).toEqual([[], [], []])
  })

  it('refuses a history without a bucket', async () => {
    const { metrics, at } = given()
    await expect(metrics.callHistory({ from: at, to: at, stepSeconds })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('rejects with the reason of the caller who stopped', async () => {
    const reason = new Error('tab closed')
    const { metrics, at } = given()
    const query = { from: at - 180, to: at, stepSeconds }
    await expect(metrics.callHistory(query, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
}

function pointsOf({ requests, times, tcp }: CallHistory): (number | null)[][] {
  return [
    ...requests.map(({ points }) => points),
    ...times.flatMap((row) => [row.requests, row.milliseconds]),
    ...tcp.flatMap((row) => [row.sentBytes, row.receivedBytes, row.connections]),
  ]
}

function sum(points: readonly (number | null)[]): number {
  return points.reduce((total: number, point) => total + (point ?? 0), 0)
}

/** Whether a row touches a namespace. */
export function touches(
  { source, destination }: { source: TrafficSource; destination: TrafficDestination },
  namespace: string,
): boolean {
  const { serviceNamespace, host = '' } = destination
  const isAskedFor = serviceNamespace === undefined && host.split(/[.:]/)[1] === namespace
  return isAskedFor || [source.namespace, destination.namespace, serviceNamespace].includes(namespace)
}
