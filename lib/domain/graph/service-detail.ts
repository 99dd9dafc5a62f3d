import { z } from 'zod'
import { Finding } from '../mesh/finding.ts'
import { ObjectReference } from '../mesh/kubernetes-object.ts'
import { Notice } from '../notice.ts'
import { GraphEdge, GraphNode } from './snapshot.ts'

/** A service and what stands around it: `callers` and `callees` are edges of the service graph, `nodes` their ends. */
export const ServiceDetail = z.object({
  takenAt: z.number(),
  windowSeconds: z.number(),
  /** The service's own node. */
  node: GraphNode,
  ports: z.array(z.object({ name: z.string().optional(), number: z.number(), protocol: z.string() })),
  /** One per version, with what arrived at it in the window; `node` is absent where nothing did. */
  versions: z.array(
    z.object({
      version: z.string(),
      workloads: z.array(z.string()),
      readyPods: z.number(),
      desiredPods: z.number().optional(),
      node: GraphNode.optional(),
    }),
  ),
  pods: z.array(
    z.object({
      name: z.string(),
      workload: z.string(),
      version: z.string().optional(),
      phase: z.string(),
      isReady: z.boolean(),
      restarts: z.number(),
      hasSidecar: z.boolean(),
    }),
  ),
  callers: z.array(GraphEdge),
  callees: z.array(GraphEdge),
  nodes: z.array(GraphNode),
  /** Istio and Gateway API objects that name this service or select its pods. */
  objects: z.array(ObjectReference),
  /** What is not ready about it, the worst first. */
  findings: z.array(Finding),
  notices: z.array(Notice),
})
export type ServiceDetail = z.infer<typeof ServiceDetail>
