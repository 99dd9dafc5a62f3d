import type { DemoWorkload } from './blueprint.ts'
import { clientPort, outsideIp, podIp, requestId, serviceIp } from './demo-addresses.ts'
import { podsOf } from './demo-pods.ts'
import type { Flow } from './flow.ts'
import { type PodEvent, podIndexOf } from './pod-events.ts'
import { type RouteTaken, routesTaken } from './routes-taken.ts'
import { type SpokenRequest, spokenRequests } from './spoken-request.ts'
import type { DemoWorld } from './world.ts'

/** Writes what an istio-proxy of the demo logs, in Istio's default text format. */
export function accessLogLine(world: DemoWorld): (event: PodEvent) => string {
  const spoken = spokenRequests(world)
  const taken = routesTaken(world)
  const workloads = new Map(world.workloads.map((one) => [`${one.namespace}/${one.name}`, one]))
  const podAt = ({ flow, process, index }: PodEvent, side: PodEvent['side']): string | undefined => {
    const end = side === 'inbound' ? flow.destination : flow.source
    const workload = workloads.get(`${end.namespace}/${end.workload}`)
    return workload && podIp(podNameOf(workload, podIndexOf(process, side, index, workload.readyPods)))
  }
  return (event) => {
    const { flow, index, side } = event
    const request = spoken(flow, index)
    const ends: Ends = {
      caller: podAt(event, 'outbound') ?? '10.0.0.1',
      callee: podAt(event, 'inbound'),
      ...taken(event, request),
    }
    const path = side === 'inbound' ? inboundPath(flow, request, ends, index) : outboundPath(flow, request, ends, index)
    return [...(flow.tcp === undefined ? requestParts(event, request) : connectionParts(event)), ...path].join(' ')
  }
}

interface Ends extends RouteTaken {
  caller: string
  /** Undefined where no pod got it. */
  callee: string | undefined
}

const podNames = new WeakMap<DemoWorkload, string[]>()

function podNameOf(workload: DemoWorkload, index: number): string {
  const names = podNames.get(workload) ?? podsOf(workload).map(({ name }) => name)
  podNames.set(workload, names)
  return names[index] ?? workload.name
}

/** How a proxy ended a request itself, and how far it had come with it. */
interface Ending {
  details: string
  /** `nothing`: no cluster was picked; `cluster`: no host of it. */
  reached: 'nothing' | 'cluster' | 'host'
  /** What it says to the client instead. */
  bytes: number
}

const reset = 'upstream_reset_before_response_started'
const endings: Record<string, Ending> = {
  NR: { details: 'route_not_found', reached: 'nothing', bytes: 0 },
  NC: { details: 'cluster_not_found', reached: 'nothing', bytes: 0 },
  UH: { details: 'no_healthy_upstream', reached: 'cluster', bytes: 19 },
  UO: { details: `${reset}{overflow}`, reached: 'cluster', bytes: 81 },
  FI: { details: 'fault_filter_abort', reached: 'cluster', bytes: 18 },
  UT: { details: 'response_timeout', reached: 'host', bytes: 24 },
  DC: { details: 'downstream_remote_disconnect', reached: 'host', bytes: 0 },
  DR: { details: 'http2.remote_reset', reached: 'host', bytes: 0 },
  UC: { details: `${reset}{connection_termination}`, reached: 'host', bytes: 95 },
  UF: {
    details: `${reset}{remote_connection_failure|delayed_connect_error:_Connection_refused}`,
    reached: 'host',
    bytes: 167,
  },
}

/** A proxy answers by itself where its flag says so, or where telemetry counts no callee and knows no host outside. */
function endingOf({ flags, destination, code }: Flow, side: PodEvent['side']): Ending | undefined {
  const [told] = flags.flatMap((flag) => endings[flag] ?? [])
  if (told !== undefined) {
    return told
  }
  if (side === 'inbound' && code === '403') {
    return { details: 'rbac_access_denied_matched_policy[none]', reached: 'cluster', bytes: 19 }
  }
  return destination.serviceNamespace === undefined
    ? { details: 'direct_response', reached: 'nothing', bytes: 0 }
    : undefined
}

function startOf({ at, durationMs }: PodEvent): string {
  return `[${new Date(at * 1000 - durationMs).toISOString()}]`
}

function requestParts(event: PodEvent, { method, path, authority }: SpokenRequest): (string | number)[] {
  const { flow, index, durationMs, side } = event
  const ending = endingOf(flow, side)
  const duration = Math.floor(durationMs)
  const isGrpc = flow.protocol === 'grpc'
  const sent = ending?.bytes ?? 60 + (flow.hash & 0x3ff)
  const upstreamMs = ending === undefined ? Math.max(0, side === 'inbound' ? duration : duration - 1) : '-'
  return [
    startOf(event),
    `"${method} ${path} ${isGrpc ? 'HTTP/2' : 'HTTP/1.1'}"`,
    flow.code,
    flow.flags.join(',') || '-',
    ending?.details ?? 'via_upstream',
    '-',
    '"-"',
    method === 'POST' ? 24 + (index % 200) : 0,
    sent,
    duration,
    upstreamMs,
    '"-"',
    isGrpc ? '"grpc-demo"' : '"-"',
    `"${requestId(event.process.cause, index)}"`,
    `"${authority}"`,
  ]
}

function connectionParts(event: PodEvent): (string | number)[] {
  const { queriesPerConnection = 0, sentBytesPerQuery = 0, receivedBytesPerQuery = 0 } = event.flow.tcp ?? {}
  const received = queriesPerConnection * receivedBytesPerQuery
  const sent = queriesPerConnection * sentBytesPerQuery
  const none = '"-"'
  const duration = Math.floor(event.durationMs)
  return [startOf(event), '"- - -"', 0, '-', '-', '-', none, received, sent, duration, '-', none, none, none, none]
}

function inboundPath(flow: Flow, { port }: SpokenRequest, { caller, callee, subset }: Ends, index: number): string[] {
  const here = `${callee}:${port}`
  const sni = flow.security === 'mutual_tls' ? `outbound_.${port}_.${subset}_.${flow.destination.host}` : '-'
  const from = `${caller}:${clientPort(`${flow.key} ${index}`)}`
  return [`"${here}"`, `inbound|${port}||`, `127.0.0.6:${clientPort(`${index}`)}`, here, from, sni, 'default']
}

function outboundPath(flow: Flow, { port }: SpokenRequest, ends: Ends, index: number): string[] {
  const { caller, callee, subset, routeName } = ends
  const { host = '' } = flow.destination
  const { reached, details } = endingOf(flow, 'outbound') ?? { reached: 'host' }
  const upstream = callee ?? (reached === 'host' ? outsideIp(host) : undefined)
  const from = `${caller}:${clientPort(`${flow.key} ${index}`)}`
  return [
    upstream === undefined ? '"-"' : `"${upstream}:${callee === undefined ? 443 : port}"`,
    reached !== 'nothing'
      ? `outbound|${port}|${subset}|${host}`
      : details === 'direct_response'
        ? 'BlackHoleCluster'
        : '-',
    upstream === undefined ? '-' : from,
    `${serviceIp(host)}:${port}`,
    `${caller}:${clientPort(`${index} ${flow.key}`)}`,
    '-',
    details === 'route_not_found' ? '-' : routeName,
  ]
}
