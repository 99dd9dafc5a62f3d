import type { Reporter, Security, TrafficDestination, TrafficSource } from '../../domain/telemetry/traffic.ts'

export type Labels = Record<string, string>

const reporters: Record<string, Reporter> = { source: 'source', destination: 'destination', waypoint: 'waypoint' }
export const reporterNames = Object.keys(reporters)

export const sourceLabels = [
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'source_canonical_service',
  'source_canonical_revision',
]

export const destinationLabels = [
  'destination_cluster',
  'destination_service_namespace',
  'destination_service',
  'destination_service_name',
  'destination_workload_namespace',
  'destination_workload',
  'destination_canonical_service',
  'destination_canonical_revision',
]

/** What `readCallee` reads. */
export const calleeLabels = [
  'destination_cluster',
  'destination_service_namespace',
  'destination_service_name',
  'destination_workload_namespace',
  'destination_canonical_service',
]

/** Who counted, who called and who was called. */
export const endLabels = ['reporter', ...sourceLabels, ...destinationLabels]

export const securityLabel = 'connection_security_policy'
export const outcomeLabels = ['request_protocol', 'response_code', 'grpc_response_status', 'response_flags']

/** Whether some label can hold this text and mean it: Istio writes `unknown` for nothing, and labels are valid Unicode. */
export function canBeLabelled(text: string): boolean {
  return text !== '' && text !== 'unknown' && text.isWellFormed()
}

export function readReporter(labels: Labels): Reporter | undefined {
  return reporters[labels.reporter ?? '']
}

export function readSource(labels: Labels): TrafficSource {
  const source: TrafficSource = {}
  put(source, 'cluster', known(labels.source_cluster))
  put(source, 'namespace', known(labels.source_workload_namespace))
  put(source, 'workload', known(labels.source_workload))
  put(source, 'app', known(labels.source_canonical_service))
  put(source, 'version', readVersion(labels.source_canonical_revision))
  return source
}

export function readDestination(labels: Labels): TrafficDestination {
  const destination: TrafficDestination = {}
  put(destination, 'cluster', known(labels.destination_cluster))
  put(destination, 'namespace', known(labels.destination_workload_namespace))
  put(destination, 'workload', known(labels.destination_workload))
  put(destination, 'app', known(labels.destination_canonical_service))
  put(destination, 'version', readVersion(labels.destination_canonical_revision))
  put(destination, 'host', known(labels.destination_service))
  put(destination, 'service', known(labels.destination_service_name))
  put(destination, 'serviceNamespace', known(labels.destination_service_namespace))
  return destination
}

/** The service that was called, as the other end of what leaves a workload: as `app` it is called as its callers call it. */
export function readCallee(labels: Labels): TrafficSource {
  const { cluster, serviceNamespace, namespace, service, app } = readDestination(labels)
  const callee: TrafficSource = {}
  put(callee, 'cluster', cluster)
  put(callee, 'namespace', serviceNamespace ?? namespace)
  put(callee, 'app', service ?? app)
  return callee
}

export function readVersion(revision: string | undefined): string | undefined {
  return revision === 'latest' ? undefined : known(revision)
}

export interface Ends {
  reporter: Reporter
  source: TrafficSource
  destination: TrafficDestination
}

export function readEnds(labels: Labels): Ends | undefined {
  const reporter = readReporter(labels)
  return reporter && { reporter, source: readSource(labels), destination: readDestination(labels) }
}

export interface Outcome {
  protocol: 'http' | 'grpc'
  code: string
  grpcStatus?: string
  flags: string[]
}

export function readOutcome(labels: Labels): Outcome {
  const grpcStatus = known(labels.grpc_response_status)
  const outcome: Outcome = {
    protocol: grpcStatus !== undefined || labels.request_protocol === 'grpc' ? 'grpc' : 'http',
    code: known(labels.response_code) ?? '0',
    flags: readFlags(labels),
  }
  put(outcome, 'grpcStatus', grpcStatus)
  return outcome
}

/** Undefined where the label is missing or says something else. */
export function readProtocol({ request_protocol: written }: Labels): Outcome['protocol'] | undefined {
  return written === 'http' || written === 'grpc' ? written : undefined
}

export function readFlags(labels: Labels): string[] {
  const written = known(labels.response_flags)
  if (written === undefined || written === '-') {
    return []
  }
  const flags = written.split(',').map((flag) => flag.trim())
  return [...new Set(flags.filter((flag) => flag !== '' && flag !== '-'))].sort()
}

export function readSecurity(labels: Labels): Security {
  const policy = labels.connection_security_policy
  return policy === 'mutual_tls' || policy === 'none' ? policy : 'unknown'
}

// Labels come as UTF-8, which cannot hold half a surrogate pair: no value contains it.
const separator = '\ud800'

/** One text per set of translated labels: different spellings of the same thing (`UF,URX` and `URX,UF`) share it. */
export function identity(...texts: (string | undefined)[]): string {
  return texts.join(separator)
}

export function endsIdentity({ reporter, source, destination }: Ends): string {
  return identity(reporter, sourceIdentity(source), destinationIdentity(destination))
}

export function sourceIdentity({ cluster, namespace, workload, app, version }: TrafficSource): string {
  return identity(cluster, namespace, workload, app, version)
}

export function destinationIdentity(destination: TrafficDestination): string {
  const { host, service, serviceNamespace } = destination
  return identity(sourceIdentity(destination), host, service, serviceNamespace)
}

function known(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === 'unknown' ? undefined : text
}

function put<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) {
    target[key] = value
  }
}
