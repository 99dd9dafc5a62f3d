/**
 * Istio's own names in `destination_service_name`: traffic that matched no service and was let through
 * (`PassthroughCluster`), refused (`BlackHoleCluster`), or came in past every service (`InboundPassthroughCluster…`);
 * the last names no destination, its workload does.
 */
export function specialDestination(service: string | undefined): 'passthrough' | 'blackhole' | 'inbound' | undefined {
  if (service === 'PassthroughCluster') {
    return 'passthrough'
  }
  if (service === 'BlackHoleCluster') {
    return 'blackhole'
  }
  return service?.startsWith('InboundPassthroughCluster') ? 'inbound' : undefined
}
