import type { CallQuestion } from '../../ports/metrics.ts'
import { equals, oneOf, quoted, summedIncrease } from './promql.ts'

const requests = 'istio_requests_total'
const duration = 'istio_request_duration_milliseconds'

const tcpMetrics: Record<string, string> = {
  tcp_sent_bytes: 'istio_tcp_sent_bytes_total',
  tcp_recv_bytes: 'istio_tcp_received_bytes_total',
  tcp_connections_opened: 'istio_tcp_connections_opened_total',
}

/** One number of one call over time, by the same increases a whole mesh's history is read by; undefined for a metric it does not know. */
export function callQueryText(question: CallQuestion): string | undefined {
  const { metric, stepSeconds } = question
  const selectors = selectorsOf(question)
  const sum = (name: string, alternatives: string[][] = [[]]): string =>
    summedIncrease(
      name,
      [],
      selectors.flatMap((matchers) => alternatives.map((more) => [...matchers, ...more])),
      stepSeconds,
    )
  const perSecond = (text: string): string => `${text} / ${stepSeconds}`
  if (metric === 'requests') {
    return perSecond(sum(requests))
  }
  if (metric === 'error_rate') {
    return `${sum(requests, failing)} / ${sum(requests, [[notInjected]])}`
  }
  if (metric === 'latency_mean_ms') {
    return `${sum(`${duration}_sum`)} / ${sum(`${duration}_count`)}`
  }
  if (metric.startsWith('flag_')) {
    return perSecond(sum(requests, [[flagged([metric.slice('flag_'.length)])]]))
  }
  if (metric.startsWith('code_')) {
    return perSecond(sum(requests, [[equals('response_code', metric.slice('code_'.length))]]))
  }
  const tcp = tcpMetrics[metric]
  return tcp === undefined ? undefined : perSecond(sum(tcp))
}

function selectorsOf({ callers, hosts, reporter, version }: CallQuestion): string[][] {
  const base = [
    equals('reporter', reporter),
    oneOf('destination_service', hosts),
    ...(version === undefined ? [] : [equals('destination_canonical_revision', version)]),
  ]
  if (callers === undefined) {
    return [base]
  }
  return callers.length === 0
    ? [[...base, oneOf('source_workload', ['', 'unknown'])]]
    : callers.map(({ namespace = 'unknown', workloads }) => [
        ...base,
        equals('source_workload_namespace', namespace),
        oneOf('source_workload', workloads),
      ])
}

const flagged = (flags: string[], isNot = false): string =>
  `response_flags${isNot ? '!~' : '=~'}${quoted(`(.*,)?(${flags.join('|')})(,.*)?`)}`

const notInjected = flagged(['FI', 'DI'], true)

/** What `outcomeOf` calls a server failure, as selectors whose union it is. */
const failing: string[][] = [
  [notInjected, flagged(['NC', 'NR', 'UH', 'UO', 'UT', 'UF', 'UC', 'URX', 'LR', 'UR'])],
  [notInjected, oneOf('grpc_response_status', ['2', '4', '8', '12', '13', '14', '15'])],
  [notInjected, oneOf('grpc_response_status', ['', 'unknown']), `response_code=~${quoted('5..|0')}`],
]
