import { readSamples } from '../../honesty/read-samples.ts'
import { podOf } from './pods.ts'

const envoyMetricsPort = 15090

/** How many requests one pod's Envoy has begun so far at a host, by subset (`''`: none), as Envoy itself counts them. */
export async function upstreamRequests(
  client: { namespace: string; selector: string },
  host: string,
): Promise<Map<string, number>> {
  const { status } = await podOf(client.namespace, client.selector)
  const response = await fetch(`http://${status.podIP}:${envoyMetricsPort}/stats/prometheus`)
  const requests = new Map<string, number>()
  for (const { labels, value } of readSamples(await response.text(), /^envoy_cluster_upstream_rq_total$/)) {
    const [direction, , subset = '', of] = (labels.cluster_name ?? '').split('|')
    if (direction === 'outbound' && of === host) {
      requests.set(subset, (requests.get(subset) ?? 0) + value)
    }
  }
  return requests
}
