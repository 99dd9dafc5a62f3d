import type { AccessLogLine } from './access-log-line.ts'
import { destinationService } from './destination-service.ts'
import type { KnownPods } from './known-pods.ts'
import { type MeshPod, type Workload, workloadOf } from './mesh-pod.ts'
import { calleeOf, callerOf } from './peer-workload.ts'

export type Labels = [name: string, value: string][]

const unknown = 'unknown'

/** The labels Istio's stats filter in the proxy of `pod` gives a request or connection. */
export function seriesLabels(line: AccessLogLine, pod: MeshPod, pods: KnownPods): Labels {
  return line.reporter === 'destination' ? serverLabels(line, pod, pods) : clientLabels(line, pod, pods)
}

function serverLabels(line: AccessLogLine, pod: MeshPod, pods: KnownPods): Labels {
  const self = workloadOf(pod)
  const service = destinationService(line, false)
  const isMutual = line.downstreamPeerPrincipal !== undefined && line.downstreamLocalPrincipal !== undefined
  return [
    ['reporter', 'destination'],
    ...peerLabels('source', callerOf(line, pods), line.downstreamPeerPrincipal),
    ...ownLabels('destination', self, line.downstreamLocalPrincipal),
    ['destination_service', service.host ?? self.canonicalService],
    ['destination_service_name', service.name ?? self.canonicalService],
    ['destination_service_namespace', self.namespace],
    ...outcomeLabels(line),
    ['connection_security_policy', isMutual ? 'mutual_tls' : 'none'],
  ]
}

function clientLabels(line: AccessLogLine, pod: MeshPod, pods: KnownPods): Labels {
  const callee = calleeOf(line, pods)
  // A sidecar's callers are in its own pod, a gateway's are elsewhere; only sidecars trust the authority.
  const service = destinationService(line, line.callerIp === pod.ip)
  const calleeNamespace = namespaceOf(line.upstreamPeerPrincipal) ?? callee?.namespace
  return [
    ['reporter', 'source'],
    ...ownLabels('source', workloadOf(pod), line.upstreamLocalPrincipal),
    ...peerLabels('destination', callee, line.upstreamPeerPrincipal),
    ['destination_service', service.host ?? unknown],
    ['destination_service_name', service.name ?? unknown],
    ['destination_service_namespace', service.namespace || calleeNamespace || unknown],
    ...outcomeLabels(line),
    ['connection_security_policy', unknown],
  ]
}

type Side = 'source' | 'destination'

/** A proxy's own labels stay empty where its pod has none. */
function ownLabels(side: Side, self: Workload, principal: string | undefined): Labels {
  return [
    [`${side}_workload`, self.workload],
    [`${side}_workload_namespace`, self.namespace],
    [`${side}_canonical_service`, self.canonicalService],
    [`${side}_canonical_revision`, self.canonicalRevision],
    [`${side}_app`, self.app],
    [`${side}_version`, self.version],
    [`${side}_cluster`, self.cluster],
    [`${side}_principal`, principal ?? unknown],
  ]
}

/** The certificate's namespace stands before what the peer said of itself. */
function peerLabels(side: Side, peer: Workload | undefined, principal: string | undefined): Labels {
  return [
    [`${side}_workload`, peer?.workload || unknown],
    [`${side}_workload_namespace`, namespaceOf(principal) || peer?.namespace || unknown],
    [`${side}_canonical_service`, peer?.canonicalService || unknown],
    [`${side}_canonical_revision`, peer?.canonicalRevision || 'latest'],
    [`${side}_app`, peer?.app || unknown],
    [`${side}_version`, peer?.version || unknown],
    [`${side}_cluster`, peer?.cluster || unknown],
    [`${side}_principal`, principal ?? unknown],
  ]
}

function namespaceOf(principal: string | undefined): string | undefined {
  return principal === undefined ? undefined : /\/ns\/([^/]+)/.exec(principal)?.[1]
}

function outcomeLabels(line: AccessLogLine): Labels {
  if (line.kind === 'connection') {
    return [
      ['request_protocol', 'tcp'],
      ['response_flags', line.responseFlags],
    ]
  }
  const isGrpc = /^application\/grpc(\+|$)/.test(line.contentType ?? '')
  return [
    ['request_protocol', isGrpc ? 'grpc' : 'http'],
    ['response_code', String(line.responseCode)],
    ['grpc_response_status', isGrpc ? (line.grpcStatus ?? '') : ''],
    ['response_flags', line.responseFlags],
  ]
}
