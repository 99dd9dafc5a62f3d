import type { ThresholdRule } from '../domain/thresholds/threshold-rule.ts'
import type { Cluster } from '../ports/cluster.ts'

/** The cluster with the console's own thresholds in its inventory, beside the annotations it holds itself. */
export function ruledCluster(cluster: Cluster, thresholdRules: readonly ThresholdRule[]): Cluster {
  return {
    ...cluster,
    inventory: async (signal) => ({ ...(await cluster.inventory(signal)), thresholdRules }),
  }
}
