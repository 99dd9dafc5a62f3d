import type { Cluster } from '../../ports/cluster.ts'
import type { Logs } from '../../ports/logs.ts'
import { connectClusters, type KubernetesOptions } from './connected-clusters.ts'
import { kubernetesCluster } from './kubernetes-cluster.ts'
import { kubernetesLogs } from './kubernetes-logs.ts'

/**
 * The clusters of a kubeconfig, watched from now on as the account it names. Closing the cluster ends both. Throws
 * `invalid` when the kubeconfig cannot be used.
 */
export function connectKubernetes(options: KubernetesOptions): { cluster: Cluster; logs: Logs } {
  const clusters = connectClusters(options)
  return { cluster: kubernetesCluster(clusters), logs: kubernetesLogs(clusters, options.clock) }
}
