import { z } from 'zod'
import { Notice } from '../notice.ts'
import { Finding } from './finding.ts'

/** What Kubernetes tells about workloads beyond their traffic. */
export const WorkloadFacts = z.object({
  workloads: z.array(
    z.object({
      cluster: z.string(),
      namespace: z.string(),
      name: z.string(),
      /** Deployment, StatefulSet, DaemonSet, Job or Pod. */
      ownerKind: z.string(),
      readyPods: z.number(),
      desiredPods: z.number().optional(),
      /** Of all its pods; absent where Kubernetes knows none. */
      restarts: z.number().optional(),
      /** Names of the Services that select it. */
      services: z.array(z.string()),
      findings: z.array(Finding),
    }),
  ),
  notices: z.array(Notice),
})
export type WorkloadFacts = z.infer<typeof WorkloadFacts>
