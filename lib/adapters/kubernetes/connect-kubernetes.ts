import type { ChangeRecords } from '../../ports/change-records.ts'
import type { Cluster } from '../../ports/cluster.ts'
import type { ControlPlanes } from '../../ports/control-planes.ts'
import type { Logs } from '../../ports/logs.ts'
import { connectClusters, type KubernetesOptions } from './connected-clusters.ts'
import { forwardedIstiods } from './forwarded-istiods.ts'
import { kubernetesCluster } from './kubernetes-cluster.ts'
import { kubernetesLogs } from './kubernetes-logs.ts'
import { kubernetesRecords } from './kubernetes-records.ts'

/** All that the API servers of a kubeconfig lead to. */
export interface KubernetesHatches {
  cluster: Cluster
  logs: Logs
  records: ChangeRecords
  /** Every istiod by port forwards. */
  planes: ControlPlanes
}

/**
 * The clusters of a kubeconfig, watched from now on as the account it names. Closing the cluster ends all. Throws
 * `invalid` when the kubeconfig cannot be used.
 */
export function connectKubernetes(options: KubernetesOptions): KubernetesHatches {
  const clusters = connectClusters(options)
  return {
    cluster: kubernetesCluster(clusters),
    logs: kubernetesLogs(clusters, options.clock),
    records: kubernetesRecords(clusters, options.namespaces),
    planes: forwardedIstiods(clusters),
  }
}
