import type { AccessLogLine } from './access-log-line.ts'

/** Undefined where the proxy cannot tell. */
export interface DestinationService {
  host: string | undefined
  name: string | undefined
  namespace: string | undefined
}

const namedByCluster = new Set([
  'BlackHoleCluster',
  'PassthroughCluster',
  'InboundPassthroughCluster',
  'InboundPassthroughClusterIpv4',
  'InboundPassthroughClusterIpv6',
])

/**
 * Which service a request was for, decided in the order of Istio's stats filter: the catch-all routes, the catch-all
 * clusters, what istiod wrote on the cluster; before all of them, on the listeners that may, the authority.
 */
export function destinationService(line: AccessLogLine, mayUseAuthority: boolean): DestinationService {
  const authority = mayUseAuthority ? line.authority : undefined
  const unnamed = { host: authority, name: authority, namespace: undefined }
  if (line.routeName === 'block_all') {
    return { ...unnamed, name: 'BlackHoleCluster' }
  }
  if (line.routeName === 'allow_any') {
    return { ...unnamed, name: 'PassthroughCluster' }
  }
  if (line.upstreamCluster !== undefined && namedByCluster.has(line.upstreamCluster)) {
    return { ...unnamed, name: line.upstreamCluster }
  }
  if (line.service === undefined) {
    return unnamed
  }
  const host = line.service.host ?? authority
  return { host, name: line.service.name ?? host?.split('.')[0], namespace: line.service.namespace }
}
