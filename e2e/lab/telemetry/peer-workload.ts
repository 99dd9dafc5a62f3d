import type { AccessLogLine } from './access-log-line.ts'
import type { KnownPods } from './known-pods.ts'
import { type MeshPod, type Workload, workloadOf } from './mesh-pod.ts'

/**
 * Who called, as a server-side proxy knows it. Two proxies tell each other who they are: on HTTP always, on TCP only
 * under mutual TLS. A caller without a proxy stays unknown, whoever has its address.
 */
export function callerOf(line: AccessLogLine, pods: KnownPods): Workload | undefined {
  const isTold = line.kind === 'request' || line.downstreamPeerPrincipal !== undefined
  return isTold ? proxiedWorkload(pods.at(line.callerIp)) : undefined
}

/**
 * Who answered, as a client-side proxy knows it: told by the other proxy in its response, else read from the endpoint,
 * which says neither app nor version.
 */
export function calleeOf(line: AccessLogLine, pods: KnownPods): Workload | undefined {
  const isInMesh = line.service !== undefined
  const isTold =
    line.kind === 'request' ? isInMesh && line.isAnsweredByUpstream : line.upstreamPeerPrincipal !== undefined
  const told = isTold ? proxiedWorkload(pods.at(line.upstreamIp)) : undefined
  return told ?? workloadOnEndpoint(line.endpointWorkload)
}

function proxiedWorkload(pod: MeshPod | undefined): Workload | undefined {
  return pod?.isMeshed ? workloadOf(pod) : undefined
}

function workloadOnEndpoint(text: string | undefined): Workload | undefined {
  const [workload, namespace, canonicalService, canonicalRevision, cluster] = text?.split(';') ?? []
  return workload === undefined ||
    namespace === undefined ||
    canonicalService === undefined ||
    canonicalRevision === undefined ||
    cluster === undefined
    ? undefined
    : { workload, namespace, canonicalService, canonicalRevision, cluster, app: '', version: '' }
}
