import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exportHistory, exportMetrics, exportMetricsPieces } from './export-metrics.ts'
import { latencyBoundsMs } from './latency-law.ts'
import { escapedLabelValue } from './series-labels.ts'
import { demoWorld } from './world.ts'

const at = 1_795_262_400
const world = demoWorld({ seed: 1, services: 13, startedAt: at })
const samplesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
const line = /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\} (\d+(?:\.\d+)?)(?: (\d+))?$/

describe('exportMetrics', () => {
  const samples = samplesOf(exportMetrics(world, at))

  it('writes every sample as name, labels and number, each series once', () => {
    expect(samples.filter((sample) => !line.test(sample))).toEqual([])
    const series = samples.map((sample) => sample.slice(0, sample.lastIndexOf(' ')))
    expect(new Set(series).size).toBe(series.length)
  })

  it('has no series for what never happened', () => {
    const totals = samples.filter((sample) => sample.startsWith('istio_requests_total'))
    expect(totals.length).toBeGreaterThan(50)
    expect(totals.filter((sample) => sample.endsWith(' 0'))).toEqual([])
  })

  it('carries Istio’s labels for both reporters, and for a caller outside the mesh', () => {
    const find = (...parts: string[]) => samples.find((sample) => parts.every((part) => sample.includes(part))) ?? ''
    const called = ['istio_requests_total', 'destination_workload="payments-v1"', 'response_code="200"']
    expect(find(...called, 'reporter="source"')).toContain('connection_security_policy="unknown"')
    const destination = find(...called, 'reporter="destination"', 'source_workload="checkout-v9"')
    expect(destination).toContain('connection_security_policy="mutual_tls"')
    expect(destination).toContain('source_principal="spiffe://cluster.local/ns/shop/sa/checkout"')
    expect(find(...called, 'source_workload="unknown"')).toContain('connection_security_policy="none"')
    expect(find('destination_workload="catalog-db"')).toContain('destination_canonical_revision="latest"')
    expect(find('destination_service="api.bank.example"')).toContain('destination_service_namespace="pay"')
    expect(find('destination_workload="currency-v1"', 'grpc_response_status="3"')).toContain('response_code="200"')
  })

  it('has cumulative buckets that end in the count', () => {
    const buckets = samples
      .filter((sample) => sample.startsWith('istio_request_duration_milliseconds_bucket'))
      .slice(0, latencyBoundsMs.length + 1)
      .map((sample) => Number(line.exec(sample)?.[3]))
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b))
    const count = samples.find((sample) => sample.startsWith('istio_request_duration_milliseconds_count'))
    expect(buckets.at(-1)).toBe(Number(line.exec(count ?? '')?.[3]))
  })
})

describe('exportMetricsPieces', () => {
  it('gives whole lines in several pieces that join to the same text', () => {
    const large = demoWorld({ seed: 1, services: 60, startedAt: at })
    const pieces = [...exportMetricsPieces(large, at)]
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.filter((piece) => !piece.endsWith('\n') || piece.split('\n').length > 6_000)).toEqual([])
    expect(pieces.join('')).toBe(exportMetrics(large, at))
  })
})

describe('exportHistory', () => {
  const text = [...exportHistory(world, { from: at - 60, to: at, stepSeconds: 5 })].join('')
  const samples = samplesOf(text).map((sample) => {
    const end = sample.lastIndexOf(' ')
    return { series: sample.slice(0, sample.lastIndexOf(' ', end - 1)), second: Number(sample.slice(end + 1)), sample }
  })

  it('ends as OpenMetrics ends and names counter families without their suffix', () => {
    expect(text.endsWith('\n# EOF\n')).toBe(true)
    expect(text).toContain('# TYPE istio_requests counter\n')
    expect(text).not.toMatch(/# TYPE \S+_total /)
  })

  it('keeps the samples of a series together and in order', () => {
    const left = new Set<string>()
    for (const [index, { series, second }] of samples.entries()) {
      const before = samples[index - 1]
      if (before?.series === series) {
        expect(second).toBe(before.second + 5)
      } else {
        expect(left.has(series)).toBe(false)
        left.add(series)
      }
    }
  })

  it('tells at its last second what exportMetrics tells then', () => {
    const last = samples
      .filter(({ second }) => second === at)
      .map(({ sample }) => sample.slice(0, sample.lastIndexOf(' ')))
    expect(last.sort()).toEqual(samplesOf(exportMetrics(world, at)).sort())
  })
})

describe('escapedLabelValue', () => {
  it('can be read back, whatever the value', () => {
    const read = (text: string) => text.replace(/\\([\\"n])/g, (_, char) => (char === 'n' ? '\n' : char))
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'n', 'ü', '{', ' ') }), (value) => {
        const escaped = escapedLabelValue(value)
        expect(read(escaped)).toBe(value)
        expect(escaped).not.toMatch(/(?<!\\)(?:\\\\)*"|\n/)
      }),
    )
  })
})
