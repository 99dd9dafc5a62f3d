import { z } from 'zod'
import { ServiceDetail } from './service-detail.ts'

/** A workload and what stands around it: `callers` and `callees` are edges of the workload graph, `nodes` their ends. */
export const WorkloadDetail = ServiceDetail.pick({
  takenAt: true,
  windowSeconds: true,
  node: true,
  pods: true,
  callers: true,
  callees: true,
  nodes: true,
  objects: true,
  findings: true,
  notices: true,
}).extend({
  /** Deployment, StatefulSet …; absent, like the pods wanted, where Kubernetes does not know the workload or does not say. */
  ownerKind: z.string().optional(),
  desiredPods: z.number().optional(),
  /** Names of the Services of its namespace that select it. */
  services: z.array(z.string()),
  /** Versions of all workloads behind those Services, sorted: a version is drawn in the same colour beside its siblings. */
  versions: z.array(z.string()),
})
export type WorkloadDetail = z.infer<typeof WorkloadDetail>
