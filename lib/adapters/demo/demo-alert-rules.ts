import { outcomeOf } from '../../domain/telemetry/outcome.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Flow, Reporter } from './flow.ts'
import { bucketsOver } from './latency-history.ts'
import { latencyBoundsMs } from './latency-law.ts'
import { type ScrapedWindow, scrapeIntervalSeconds } from './scraped-counter.ts'
import { tcpCountersAfter } from './tcp-counters.ts'

export const alertWindowSeconds = 120

/** A rule of `deploy/prometheus/alert-rules.yaml` over the demo's flows. */
export interface DemoAlertRule {
  name: string
  severity: 'critical' | 'warning'
  forSeconds: number
  reporter: Reporter
  /** Whether a flow's series are among those the rule reads. */
  reads(flow: Flow): boolean
  by: AlertLabel[]
  /** What the rule measures over flows that share its labels; undefined while its condition does not hold. */
  measure(flows: Flow[], window: ScrapedWindow, at: UnixSeconds): number | undefined
  summary(labels: Record<string, string>, value: number): string
}

type AlertLabel = keyof typeof labelTexts

const labelTexts = {
  source_workload_namespace: ({ source }: Flow) => source.namespace ?? 'unknown',
  source_workload: ({ source }: Flow) => source.workload ?? 'unknown',
  destination_service: ({ destination }: Flow) => destination.host ?? 'unknown',
  destination_service_namespace: ({ destination }: Flow) => destination.serviceNamespace ?? 'unknown',
  destination_service_name: ({ destination }: Flow) => destination.service ?? 'unknown',
  destination_workload_namespace: ({ destination }: Flow) => destination.namespace ?? 'unknown',
  destination_workload: ({ destination }: Flow) => destination.workload ?? 'unknown',
  destination_canonical_revision: ({ destination }: Flow) => destination.version ?? 'latest',
  response_flags: ({ flags }: Flow) => flags.join(',') || '-',
}

export function alertLabels(by: AlertLabel[], flow: Flow): Record<string, string> {
  return Object.fromEntries(by.map((label) => [label, labelTexts[label](flow)]))
}

const service: AlertLabel[] = ['destination_service_namespace', 'destination_service_name']
const version: AlertLabel[] = [
  ...service,
  'destination_workload_namespace',
  'destination_workload',
  'destination_canonical_revision',
]
const minFailedRequests = 3
const slowBound = latencyBoundsMs.indexOf(1000)
const slowOver = 0.05

export const demoAlertRules: DemoAlertRule[] = [
  {
    name: 'MeshServiceFailing',
    severity: 'critical',
    forSeconds: 60,
    reporter: 'source',
    reads: isRequest,
    by: service,
    measure: (flows, window) => failedShare(flows, 'source', window, 0.01),
    summary: (labels, value) =>
      `${labels.destination_service_name} fails ${percent(value)} of the requests its callers send`,
  },
  {
    name: 'MeshVersionFailing',
    severity: 'warning',
    forSeconds: 60,
    reporter: 'destination',
    reads: isRequest,
    by: version,
    measure: (flows, window) => failedShare(flows, 'destination', window, 0.05),
    summary: (labels, value) =>
      `${labels.destination_workload} answers ${percent(value)} of its requests with a failure`,
  },
  {
    name: 'MeshServiceSlow',
    severity: 'warning',
    forSeconds: 60,
    reporter: 'source',
    reads: isRequest,
    by: service,
    measure: slowShare,
    summary: (labels, value) =>
      `${percent(value)} of the requests to ${labels.destination_service_name} take longer than a second`,
  },
  {
    name: 'MeshRequestsUnroutable',
    severity: 'critical',
    forSeconds: 0,
    reporter: 'source',
    reads: (flow) => isRequest(flow) && hasFlag(flow, ['UH', 'NC', 'NR']),
    by: [
      'source_workload_namespace',
      'source_workload',
      'destination_service',
      'destination_service_namespace',
      'response_flags',
    ],
    measure: (flows, window, at) => added(flows, (flow, second) => window.countAt(flow, 'source', second), at),
    summary: (labels, value) =>
      `${value} requests of ${labels.source_workload} to ${labels.destination_service} had no upstream, route or cluster to go to (${labels.response_flags})`,
  },
  {
    name: 'MeshPoolOverflow',
    severity: 'warning',
    forSeconds: 0,
    reporter: 'source',
    reads: (flow) => isRequest(flow) && hasFlag(flow, ['UO']),
    by: service,
    measure: (flows, window, at) => added(flows, (flow, second) => window.countAt(flow, 'source', second), at),
    summary: (labels, value) =>
      `${value} requests to ${labels.destination_service_name} were refused by its connection pool`,
  },
  {
    name: 'MeshConnectionsFailing',
    severity: 'critical',
    forSeconds: 0,
    reporter: 'source',
    reads: (flow) => !isRequest(flow) && hasFlag(flow, ['UF', 'UH', 'NC', 'NR', 'URX']),
    by: service,
    measure: (flows, window, at) => added(flows, (flow, second) => closedConnections(flow, window, second), at),
    summary: (labels, value) => `${value} TCP connections to ${labels.destination_service_name} failed`,
  },
]

function isRequest(flow: Flow): boolean {
  return flow.tcp === undefined
}

function hasFlag({ flags }: Flow, wanted: string[]): boolean {
  return flags.some((flag) => wanted.includes(flag))
}

function failedShare(flows: Flow[], reporter: Reporter, window: ScrapedWindow, over: number): number | undefined {
  let [all, failed] = [0, 0]
  for (const flow of flows) {
    const outcome = outcomeOf(flow)
    const perSecond = outcome === 'injected' ? 0 : rate(flow, reporter, window, (count) => count)
    all += perSecond
    failed += outcome === 'server-failure' ? perSecond : 0
  }
  return failed * alertWindowSeconds >= minFailedRequests && failed / all > over ? failed / all : undefined
}

function slowShare(flows: Flow[], window: ScrapedWindow): number | undefined {
  if (!flows.some(canBeSlow)) {
    return undefined
  }
  let [all, quick] = [0, 0]
  for (const flow of flows) {
    all += rate(flow, 'source', window, (count) => count)
    quick += rate(flow, 'source', window, (count) => bucketsOver(flow.latency.source, flow.wave, count)[slowBound] ?? 0)
  }
  return 1 - quick / all > slowOver ? 1 - quick / all : undefined
}

/** By its law alone, which costs next to nothing: whether even its slow times have enough requests above the bound. */
function canBeSlow({ latency }: Flow): boolean {
  return latency.source.some(({ law }) => {
    const within = law.slow.ofNext.slice(slowBound).reduce((share, ofNext) => share * ofNext, 1)
    return 1 - within > slowOver / 2
  })
}

function rate(flow: Flow, reporter: Reporter, window: ScrapedWindow, counter: (count: number) => number): number {
  const pair = window.pair(flow, reporter)
  return pair === undefined ? 0 : window.perSecond(pair, counter(pair.firstCount), counter(pair.lastCount))
}

/** What counters grew by, a series that began inside the window from zero: `rate` does not see such a beginning. */
function added(
  flows: Flow[],
  counter: (flow: Flow, second: UnixSeconds) => number,
  at: UnixSeconds,
): number | undefined {
  const scraped = (second: UnixSeconds) => Math.floor(second / scrapeIntervalSeconds) * scrapeIntervalSeconds
  const grown = flows.reduce(
    (sum, flow) => sum + counter(flow, scraped(at)) - counter(flow, scraped(at - alertWindowSeconds)),
    0,
  )
  return grown > 0 ? grown : undefined
}

function closedConnections(flow: Flow, window: ScrapedWindow, second: UnixSeconds): number {
  const opened = window.countAt(flow, 'source', second - (flow.tcp?.connectionSeconds ?? 0))
  return tcpCountersAfter(flow, opened).connections
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`
}
