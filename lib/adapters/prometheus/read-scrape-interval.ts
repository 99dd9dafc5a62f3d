import { AppError } from '../../domain/errors.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { equals, oneOf, quoted } from './promql.ts'
import type { Labels } from './telemetry-labels.ts'
import { reporterNames } from './telemetry-labels.ts'
import type { Series } from './wire.ts'

const counters = ['istio_requests_total', 'istio_tcp_sent_bytes_total']
const sampleWindowSeconds = 600

/**
 * The usual distance of two raw samples of the busiest mesh series: no access to targets is needed, so it works behind
 * Thanos and Mimir as well. Undefined when there is no such series or the store does not hand out raw samples.
 */
export async function readScrapeInterval(api: PrometheusApi, signal?: AbortSignal): Promise<number | undefined> {
  try {
    const reporter = oneOf('reporter', reporterNames)
    const busiest = counters.map((counter) => `topk(1, ${counter}{${reporter}})`).join(' or ')
    const [series] = await api.vector(busiest, undefined, signal)
    if (series === undefined) {
      return undefined
    }
    const raw = await api.samples(`${selectorOf(series.labels)}[${sampleWindowSeconds}s]`, undefined, signal)
    return usualGapSeconds(raw)
  } catch (error) {
    if (error instanceof AppError && (error.code === 'invalid' || error.code === 'too-large')) {
      return undefined
    }
    throw error
  }
}

function selectorOf(labels: Labels): string {
  const plain = Object.entries(labels).filter(([name]) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name))
  return plain.length === 0
    ? `{__name__=${quoted('')}}`
    : `{${plain.map(([name, text]) => equals(name, text)).join(',')}}`
}

function usualGapSeconds(all: Series[]): number | undefined {
  const gaps = all.flatMap(({ points }) => points.slice(1).map(([time], index) => time - (points[index]?.[0] ?? time)))
  const median = gaps.sort((left, right) => left - right)[Math.floor(gaps.length / 2)]
  if (median === undefined || !(median > 0)) {
    return undefined
  }
  return median >= 1 ? Math.round(median) : Math.round(median * 1000) / 1000
}
