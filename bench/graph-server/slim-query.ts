/**
 * The least a traffic graph can be drawn from, as a yardstick of what the machine and its Prometheus can do: requests per
 * second by caller, callee and code, as one reporter counted them. It is asked by nobody but the bench.
 */
export function slimQuery(windowSeconds: number): string {
  const labels = [
    'source_workload_namespace',
    'source_workload',
    'destination_service_namespace',
    'destination_service_name',
    'response_code',
  ]
  return `sum by (${labels.join(',')}) (rate(istio_requests_total{reporter="destination"}[${windowSeconds}s]))`
}
