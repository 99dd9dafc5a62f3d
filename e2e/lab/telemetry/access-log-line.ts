/** One request, or one connection, as a proxy's JSON access log tells it. */
export interface AccessLogLine {
  reporter: 'source' | 'destination'
  kind: 'request' | 'connection'
  authority: string | undefined
  contentType: string | undefined
  /** 0 where no response was begun. */
  responseCode: number
  responseFlags: string
  grpcStatus: string | undefined
  durationMs: number
  receivedBytes: number
  sentBytes: number
  /** How often the proxy tried to reach an upstream. */
  attempts: number
  routeName: string | undefined
  upstreamCluster: string | undefined
  upstreamIp: string | undefined
  /** Whether the response came from the upstream, not from this proxy. */
  isAnsweredByUpstream: boolean
  /** What istiod wrote on the endpoint: workload, namespace, canonical service and revision, cluster, by semicolons. */
  endpointWorkload: string | undefined
  service: { host: string | undefined; name: string | undefined; namespace: string | undefined } | undefined
  upstreamPeerPrincipal: string | undefined
  upstreamLocalPrincipal: string | undefined
  downstreamPeerPrincipal: string | undefined
  downstreamLocalPrincipal: string | undefined
  callerIp: string | undefined
  listenerPort: string | undefined
}

type Fields = Record<string, unknown>

/** Undefined for anything but a whole line of one of the two JSON formats. */
export function readAccessLogLine(text: string): AccessLogLine | undefined {
  const fields = parseObject(text)
  const { reporter } = fields
  if (reporter !== 'source' && reporter !== 'destination') {
    return undefined
  }
  // What was not understood as a request has a protocol or a code, but no method.
  const isRequest =
    (written(fields.method) ?? written(fields.protocol)) !== undefined || amount(fields.response_code) > 0
  return {
    reporter,
    kind: isRequest ? 'request' : 'connection',
    authority: written(fields.authority),
    contentType: written(fields.content_type),
    responseCode: amount(fields.response_code),
    responseFlags: written(fields.response_flags) ?? '-',
    grpcStatus: written(fields.grpc_status),
    durationMs: amount(fields.duration),
    receivedBytes: amount(fields.wire_bytes_received ?? fields.bytes_received),
    sentBytes: amount(fields.wire_bytes_sent ?? fields.bytes_sent),
    attempts: amount(fields.attempts),
    routeName: written(fields.route_name),
    upstreamCluster: written(fields.upstream_cluster),
    upstreamIp: ipOf(written(fields.upstream_host)),
    isAnsweredByUpstream: written(fields.upstream_service_time) !== undefined,
    endpointWorkload: written(fields.upstream_workload),
    service: firstService(fields.services),
    upstreamPeerPrincipal: firstName(fields.upstream_peer_san),
    upstreamLocalPrincipal: firstName(fields.upstream_local_san),
    downstreamPeerPrincipal: firstName(fields.downstream_peer_san),
    downstreamLocalPrincipal: firstName(fields.downstream_local_san),
    // The other address is taken from X-Forwarded-For, which names the first caller, not the nearest.
    callerIp: ipOf(written(fields.downstream_direct_remote) ?? written(fields.downstream_remote)),
    listenerPort: portOf(written(fields.downstream_local)),
  }
}

function parseObject(text: string): Fields {
  if (!text.startsWith('{')) {
    return {}
  }
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** Envoy writes null or a dash for what there is not. Half a surrogate pair could not be told apart once exposed. */
function written(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return String(value)
  }
  return typeof value === 'string' && value !== '' && value !== '-' ? value.toWellFormed() : undefined
}

function amount(value: unknown): number {
  const number = Number(value ?? 0)
  return Number.isFinite(number) && number > 0 ? number : 0
}

/** A certificate may carry several names; Istio goes by the first. */
function firstName(value: unknown): string | undefined {
  return written(value)?.split(',')[0]
}

function ipOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : /^\[?(.+?)\]?:\d+$/.exec(address)?.[1]
}

function portOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : /:(\d+)$/.exec(address)?.[1]
}

/** Envoy writes cluster metadata as JSON, or as text that holds JSON. */
function firstService(value: unknown): AccessLogLine['service'] {
  const list = typeof value === 'string' ? parseList(value) : value
  const first: unknown = Array.isArray(list) ? list[0] : undefined
  if (typeof first !== 'object' || first === null) {
    return undefined
  }
  const { host, name, namespace }: Fields = { ...first }
  return { host: written(host), name: written(name), namespace: written(namespace) }
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
