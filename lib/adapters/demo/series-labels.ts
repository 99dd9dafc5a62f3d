import type { TrafficSource } from '../../domain/telemetry/traffic.ts'
import type { Flow, Reporter } from './flow.ts'

const unknown = 'unknown'

/** The label set Istio gives the series of a flow at one reporter, as text between the braces. */
export function seriesLabels(flow: Flow, reporter: Reporter): string {
  const { source, destination, protocol } = flow
  const isMutual = flow.security === 'mutual_tls' && destination.workload !== undefined
  const labels: [string, string][] = [
    ['reporter', reporter],
    ...endLabels('source', source, isMutual),
    ...endLabels('destination', destination, isMutual),
    ['destination_service', destination.host ?? unknown],
    ['destination_service_name', destination.service ?? unknown],
    ['destination_service_namespace', destination.serviceNamespace ?? unknown],
    ['request_protocol', protocol],
    ...(protocol === 'tcp'
      ? []
      : ([
          ['response_code', flow.code],
          ['grpc_response_status', flow.grpcStatus ?? ''],
        ] satisfies [string, string][])),
    ['response_flags', flow.flags.join(',') || '-'],
    ['connection_security_policy', reporter === 'destination' ? flow.security : unknown],
  ]
  return labels.map(([name, value]) => `${name}="${escapedLabelValue(value)}"`).join(',')
}

function endLabels(side: 'source' | 'destination', end: TrafficSource, isMutual: boolean): [string, string][] {
  const { cluster = unknown, namespace = unknown, workload = unknown, app = unknown, version } = end
  return [
    [`${side}_workload`, workload],
    [`${side}_workload_namespace`, namespace],
    [`${side}_canonical_service`, app],
    [`${side}_canonical_revision`, version ?? 'latest'],
    [`${side}_app`, app],
    [`${side}_version`, version ?? unknown],
    [`${side}_cluster`, cluster],
    [`${side}_principal`, isMutual ? `spiffe://cluster.local/ns/${namespace}/sa/${app}` : unknown],
  ]
}

/** Backslash, quote and line feed escaped, as both exposition formats demand. */
export function escapedLabelValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
