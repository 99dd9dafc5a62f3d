import { AppError } from '../../domain/errors.ts'
import { allOrNone } from './all-or-none.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import { equals, oneOf, quoted } from './promql.ts'
import type { Labels } from './telemetry-labels.ts'
import { canBeLabelled, reporterNames } from './telemetry-labels.ts'
import type { Series } from './wire.ts'

const counters = ['istio_requests_total', 'istio_tcp_sent_bytes_total']
const sampleWindowSeconds = 600
/** What tells scrapes of different pace apart; behind Thanos or Mimir also clusters and their servers. */
const jobLabels = ['job', 'cluster', 'prometheus']
const maxJobs = 8

/**
 * The longest of the usual distances between two raw samples, over the jobs that scrape what touches the namespaces
 * (absent: the mesh), each told by its busiest series: a window that holds two scrapes of the slowest is honest for all.
 * No access to targets is needed, so it works behind Thanos and Mimir as well. Undefined when there is no such series or
 * the store does not hand out raw samples.
 */
export async function readScrapeInterval(
  api: PrometheusApi,
  namespaces: string[] | undefined,
  signal?: AbortSignal,
): Promise<number | undefined> {
  try {
    const busiest = counters.flatMap((counter) =>
      selectorsOf(namespaces).map(
        (matchers) => `topk by (${jobLabels.join(',')}) (1, ${counter}{${matchers.join(',')}})`,
      ),
    )
    if (busiest.length === 0) {
      return undefined
    }
    const { samples: found } = await api.vector(busiest.join(' or '), undefined, signal)
    const perJob = [...new Map(found.map((series) => [jobOf(series.labels), series])).values()]
    const raw = await allOrNone(signal, (end) =>
      perJob
        .slice(0, maxJobs)
        .map(({ labels }) => api.samples(`${selectorOf(labels)}[${sampleWindowSeconds}s]`, undefined, end)),
    )
    const gaps = raw.map(usualGapSeconds).filter((gap) => gap !== undefined)
    return gaps.length === 0 ? undefined : Math.max(...gaps)
  } catch (error) {
    if (error instanceof AppError && (error.code === 'invalid' || error.code === 'too-large')) {
      return undefined
    }
    throw error
  }
}

function selectorsOf(namespaces: string[] | undefined): string[][] {
  const reporter = oneOf('reporter', reporterNames)
  if (namespaces === undefined) {
    return [[reporter]]
  }
  const names = namespaces.filter(canBeLabelled)
  return names.length === 0
    ? []
    : ['source_workload_namespace', 'destination_workload_namespace'].map((end) => [reporter, oneOf(end, names)])
}

function jobOf(labels: Labels): string {
  return JSON.stringify(jobLabels.map((name) => labels[name] ?? ''))
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
