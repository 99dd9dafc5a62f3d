import { readSamples, type Sample } from '../../honesty/read-samples.ts'
import { podOf } from './pods.ts'

const envoyMetricsPort = 15090
const outboundListener = 'outbound_0.0.0.0_8080'

export interface ClientPods {
  namespace: string
  /** Finds one pod. */
  selector: string
}

/** How many requests one pod's Envoy has begun so far at a host, by subset (`''`: none), as Envoy itself counts them. */
export async function upstreamRequests(client: ClientPods, host: string): Promise<Map<string, number>> {
  const requests = new Map<string, number>()
  for (const sample of await samplesOf(client, /^envoy_cluster_upstream_rq_total$/)) {
    const cluster = clusterOf(sample)
    if (cluster?.host === host) {
      requests.set(cluster.subset, (requests.get(cluster.subset) ?? 0) + sample.value)
    }
  }
  return requests
}

/**
 * 5xx that one pod's Envoy has answered its application so far, less those of calls to other hosts: what is left is of this
 * host or, as without route or cluster, of none. The clusters of the host itself may come and go.
 */
export async function failedCalls(client: ClientPods, host: string): Promise<number> {
  const samples = await samplesOf(client, /^envoy_(http_downstream|cluster_upstream)_rq$/)
  const failed = samples.filter(({ labels }) => labels.response_code_class === '5xx')
  const answered = failed.filter(({ labels }) => labels.http_conn_manager_prefix === outboundListener)
  const ofOthers = failed.filter((sample) => {
    const cluster = clusterOf(sample)
    return cluster !== undefined && cluster.port === '8080' && cluster.host !== host
  })
  return sum(answered) - sum(ofOthers)
}

async function samplesOf({ namespace, selector }: ClientPods, names: RegExp): Promise<Sample[]> {
  const { status } = await podOf(namespace, selector)
  const response = await fetch(`http://${status.podIP}:${envoyMetricsPort}/stats/prometheus`)
  return readSamples(await response.text(), names)
}

function clusterOf({ labels }: Sample): { port: string; subset: string; host: string } | undefined {
  const [direction, port = '', subset = '', host = ''] = (labels.cluster_name ?? '').split('|')
  return direction === 'outbound' ? { port, subset, host } : undefined
}

function sum(samples: readonly Sample[]): number {
  return samples.reduce((total, { value }) => total + value, 0)
}
