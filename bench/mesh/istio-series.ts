import type { MeshPlan, PlannedCall, PlannedService } from './mesh-plan.ts'

/** Upper bounds in ms of Istio's request duration histogram; `+Inf` comes on top. */
export const latencyBoundsMs = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
]

export const clusterId = 'main'

const reporters = ['source', 'destination'] as const
type Reporter = (typeof reporters)[number]

/** One series: its name with labels, and its counter at a second of the mesh's life, which only rises. */
export interface PlannedSeries {
  id: string
  valueAt(second: number): number
}

export interface SeriesFamily {
  name: string
  type: 'counter' | 'histogram'
  series: Iterable<PlannedSeries>
}

const wave = { share: 0.3, periodSeconds: 120 }
const clientFailureShare = 0.01
const bytesPerConnection = { sent: 4096, received: 700 }

/**
 * Istio's standard metrics of a planned mesh: both proxies of every call, with the codes they saw and, as in the data the
 * peer was measured on, one histogram a call, that of the successes. Each rate swings, so that no two readings are equal.
 */
export function istioSeries({ calls }: MeshPlan): SeriesFamily[] {
  const family = (name: string, type: SeriesFamily['type'], series: SeriesOf): SeriesFamily => ({
    name,
    type,
    series: seriesOfAll(calls, series),
  })
  return [
    family('istio_requests_total', 'counter', requestSeries),
    family('istio_request_duration_milliseconds', 'histogram', durationSeries),
    family('istio_tcp_sent_bytes_total', 'counter', tcpSeries('istio_tcp_sent_bytes_total', bytesPerConnection.sent)),
    family(
      'istio_tcp_received_bytes_total',
      'counter',
      tcpSeries('istio_tcp_received_bytes_total', bytesPerConnection.received),
    ),
    family('istio_tcp_connections_opened_total', 'counter', tcpSeries('istio_tcp_connections_opened_total', 1)),
    family('istio_tcp_connections_closed_total', 'counter', tcpSeries('istio_tcp_connections_closed_total', 1)),
  ]
}

type SeriesOf = (call: PlannedCall, reporter: Reporter) => PlannedSeries[]

function* seriesOfAll(calls: readonly PlannedCall[], seriesOf: SeriesOf): Generator<PlannedSeries> {
  for (const call of calls) {
    for (const reporter of reporters) {
      yield* seriesOf(call, reporter)
    }
  }
}

interface Outcome {
  code: string
  grpcStatus: string
  share: number
}

function requestSeries(call: PlannedCall, reporter: Reporter): PlannedSeries[] {
  const labels = labelsOf(call, reporter)
  return outcomesOf(call).map((outcome) => ({
    id: `istio_requests_total{${labels},${outcomeLabels(outcome)}}`,
    valueAt: (second) => countOf(call, outcome, second),
  }))
}

function durationSeries(call: PlannedCall, reporter: Reporter): PlannedSeries[] {
  const [success] = outcomesOf(call)
  if (success === undefined) {
    return []
  }
  const name = 'istio_request_duration_milliseconds'
  const labels = `${labelsOf(call, reporter)},${outcomeLabels(success)}`
  const count = (second: number) => countOf(call, success, second)
  // The caller waits for the network as well.
  const meanMs = call.meanMs + (reporter === 'source' ? 1 : 0)
  return [
    ...latencyBoundsMs.map((bound) => ({
      id: `${name}_bucket{${labels},le="${bound}"}`,
      valueAt: (second: number) => Math.floor(count(second) * shareWithin(bound, meanMs)),
    })),
    { id: `${name}_bucket{${labels},le="+Inf"}`, valueAt: count },
    { id: `${name}_sum{${labels}}`, valueAt: (second) => Math.round(count(second) * meanMs) },
    { id: `${name}_count{${labels}}`, valueAt: count },
  ]
}

function tcpSeries(name: string, perConnection: number): SeriesOf {
  return (call, reporter) =>
    call.protocol === 'tcp'
      ? [
          {
            id: `${name}{${labelsOf(call, reporter)},response_flags="-"}`,
            valueAt: (second) => Math.floor(requestsUntil(call, second)) * perConnection,
          },
        ]
      : []
}

/** Successes, some requests that were the caller's mistake, and the target's own failures where it has any to speak of. */
function outcomesOf({ protocol, failedShare }: PlannedCall): Outcome[] {
  if (protocol === 'tcp') {
    return []
  }
  const [success, mistake, failure] =
    protocol === 'grpc' ? (['200/0', '200/5', '200/14'] as const) : (['200/', '404/', '503/'] as const)
  const outcome = (text: string, share: number): Outcome => {
    const [code = '', grpcStatus = ''] = text.split('/')
    return { code, grpcStatus, share }
  }
  const isFailing = failedShare > 0.0009
  return [
    outcome(success, 1 - clientFailureShare - (isFailing ? failedShare : 0)),
    outcome(mistake, clientFailureShare),
    ...(isFailing ? [outcome(failure, failedShare)] : []),
  ]
}

function countOf(call: PlannedCall, { share }: Outcome, second: number): number {
  return Math.floor(share * requestsUntil(call, second))
}

/** The integral of a rate that swings about its mean. */
function requestsUntil({ requestsPerSecond, phase }: PlannedCall, second: number): number {
  const turn = (2 * Math.PI) / wave.periodSeconds
  const start = 2 * Math.PI * phase
  return requestsPerSecond * (second + (wave.share / turn) * (Math.cos(start) - Math.cos(turn * second + start)))
}

/** Log-logistic: half of the requests within the mean, and a tail. */
function shareWithin(boundMs: number, meanMs: number): number {
  return 1 / (1 + (meanMs / boundMs) ** 3)
}

function outcomeLabels({ code, grpcStatus }: Outcome): string {
  return `response_code="${code}",grpc_response_status="${grpcStatus}",response_flags="-"`
}

function labelsOf({ source, target, protocol }: PlannedCall, reporter: Reporter): string {
  const host = `${target.name}.${target.namespace}.svc.cluster.local`
  const counter = reporter === 'source' ? source : target
  return [
    `reporter="${reporter}"`,
    endLabels('source', source),
    endLabels('destination', target),
    `destination_service="${host}",destination_service_name="${target.name}"`,
    `destination_service_namespace="${target.namespace}",request_protocol="${protocol}"`,
    `connection_security_policy="${reporter === 'source' ? 'unknown' : 'mutual_tls'}"`,
    `namespace="${counter.namespace}",pod="${podName(counter)}"`,
  ].join(',')
}

function endLabels(side: 'source' | 'destination', { namespace, name }: PlannedService): string {
  return [
    `${side}_workload="${workloadName({ namespace, name })}",${side}_workload_namespace="${namespace}"`,
    `${side}_principal="spiffe://cluster.local/ns/${namespace}/sa/${name}",${side}_app="${name}"`,
    `${side}_version="v1",${side}_canonical_service="${name}",${side}_canonical_revision="v1"`,
    `${side}_cluster="${clusterId}"`,
  ].join(',')
}

export function workloadName({ name }: PlannedService): string {
  return `${name}-v1`
}

export function podName(service: PlannedService): string {
  return `${workloadName(service)}-5d8f9c7b6-x2x4x`
}
