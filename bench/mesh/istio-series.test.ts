import { describe, expect, test } from 'vitest'
import { istioSeries, latencyBoundsMs } from './istio-series.ts'
import { planMesh } from './mesh-plan.ts'

const plan = planMesh({ services: 60, edges: 90, namespaces: 3, seed: 3 })
const all = istioSeries(plan).flatMap(({ series }) => [...series])

/** Values by series at a second. */
function countersAt(second: number): Map<string, number> {
  return new Map(all.map(({ id, valueAt }) => [id, valueAt(second)]))
}

const label = (series: string, name: string) => new RegExp(`[{,]${name}="([^"]*)"`).exec(series)?.[1]
const nameOf = (series: string) => series.slice(0, series.indexOf('{'))

describe('the series of a planned mesh', () => {
  test('no series is written twice, and no counter ever falls', () => {
    const [before, after] = [countersAt(1000), countersAt(1015)]
    expect(before.size).toBe(all.length)
    expect([...before].filter(([series, value]) => (after.get(series) ?? -1) < value)).toEqual([])
  })

  test('every call is told by both proxies, as what it is', () => {
    const told = new Set(
      [...countersAt(1000).keys()]
        .filter((series) => /^istio_(requests|tcp_sent_bytes)_total/.test(series))
        .map((series) =>
          ['reporter', 'source_workload', 'source_workload_namespace', 'destination_service', 'request_protocol']
            .map((name) => label(series, name))
            .join(' '),
        ),
    )
    expect(told.size).toBe(2 * plan.calls.length)
  })

  test('a histogram has every bound of Istio, never falls from bound to bound and ends at its count', () => {
    const series = countersAt(1000)
    const histograms = Map.groupBy(
      [...series].filter(([one]) => one.startsWith('istio_request_duration_milliseconds_bucket')),
      ([one]) => one.replace(/,le="[^"]*"/, '').replace('_bucket{', '_count{'),
    )
    expect(histograms.size).toBe(2 * plan.calls.filter(({ protocol }) => protocol !== 'tcp').length)
    for (const [count, buckets] of histograms) {
      expect(buckets.map(([one]) => label(one, 'le'))).toEqual([...latencyBoundsMs.map(String), '+Inf'])
      expect(buckets.map(([, value]) => value)).toEqual(buckets.map(([, value]) => value).sort((a, b) => a - b))
      expect(buckets.at(-1)?.[1]).toBe(series.get(count))
    }
  })

  test('rates change from scrape to scrape', () => {
    const [first, second, third] = [1000, 1030, 1060].map(countersAt)
    const busiest = [...(first ?? [])].filter(([one]) => nameOf(one) === 'istio_requests_total')
    const moved = busiest.filter(([series, value]) => {
      const middle = second?.get(series) ?? 0
      return middle - value !== (third?.get(series) ?? 0) - middle
    })
    expect(moved.length).toBeGreaterThan(busiest.length / 2)
  })
})
