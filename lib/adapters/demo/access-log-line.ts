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

const detailsByFlag: Record<string, string> = {
  NR: 'route_not_found',
  NC: 'cluster_not_found',
  UH: 'no_healthy_upstream',
}

/** A proxy answers by itself where telemetry counts no callee and knows no host outside. */
function ownDetails({ flags, destination }: Flow): string | undefined {
  const [flag] = flags
  if (flag !== undefined) {
    return detailsByFlag[flag]
  }
  return destination.serviceNamespace === undefined ? 'direct_response' : undefined
}

function startOf({ at, durationMs }: PodEvent): string {
  return `[${new Date(at * 1000 - durationMs).toISOString()}]`
}

function requestParts(event: PodEvent, { method, path, authority }: SpokenRequest): (string | number)[] {
  const { flow, index, durationMs, side } = event
  const own = ownDetails(flow)
  const duration = Math.floor(durationMs)
  const isGrpc = flow.protocol === 'grpc'
  const sent = own === 'no_healthy_upstream' ? 19 : own === undefined ? 60 + (flow.hash & 0x3ff) : 0
  const upstreamMs = own === undefined ? Math.max(0, side === 'inbound' ? duration : duration - 1) : '-'
  return [
    startOf(event),
    `"${method} ${path} ${isGrpc ? 'HTTP/2' : 'HTTP/1.1'}"`,
    flow.code,
    flow.flags.join(',') || '-',
    own ?? 'via_upstream',
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
  const details = ownDetails(flow)
  const isPicked = details === undefined || details === 'no_healthy_upstream'
  const upstream = callee ?? (details === undefined ? outsideIp(host) : undefined)
  const from = `${caller}:${clientPort(`${flow.key} ${index}`)}`
  return [
    upstream === undefined ? '"-"' : `"${upstream}:${callee === undefined ? 443 : port}"`,
    isPicked ? `outbound|${port}|${subset}|${host}` : details === 'direct_response' ? 'BlackHoleCluster' : '-',
    upstream === undefined ? '-' : from,
    `${serviceIp(host)}:${port}`,
    `${caller}:${clientPort(`${index} ${flow.key}`)}`,
    '-',
    details === 'route_not_found' ? '-' : routeName,
  ]
}
