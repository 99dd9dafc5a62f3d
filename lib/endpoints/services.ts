import { z } from 'zod'
import { NamespaceName } from '../domain/graph/scope.ts'
import { GraphEdge, GraphNode } from '../domain/graph/snapshot.ts'
import { Notice } from '../domain/notice.ts'
import { Window } from '../domain/time.ts'
import { endpoint } from './endpoint.ts'

const ServiceParams = z.strictObject({ namespace: NamespaceName, name: z.string().min(1).max(253) })

const at = z.coerce.number().int().min(946_684_800).max(4_102_444_800).optional()
const cluster = z.string().min(1).max(253).optional()

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
  objects: z.array(z.object({ kind: z.string(), namespace: z.string(), name: z.string() })),
  notices: z.array(Notice),
})
export type ServiceDetail = z.infer<typeof ServiceDetail>

export const serviceDetail = endpoint({
  method: 'GET',
  path: '/api/v1/services/{namespace}/{name}',
  summary: 'One service: versions, pods, callers and callees over a window',
  params: ServiceParams,
  query: z.strictObject({ cluster, window: Window.default(60), at }),
  response: ServiceDetail,
})

const points = z.array(z.number().nullable())
const reporter = z.enum(['source', 'destination', 'waypoint'])
const Party = z.object({
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  workload: z.string().optional(),
  app: z.string().optional(),
  version: z.string().optional(),
})

/** `ServiceTraffic` of the telemetry domain, on the wire. An open last bucket's `leMs` is absent. */
export const ServiceHistory = z.object({
  timestamps: z.array(z.number()),
  stepSeconds: z.number(),
  requests: z.array(
    z.object({
      reporter,
      version: z.string().optional(),
      caller: Party,
      protocol: z.enum(['http', 'grpc']),
      code: z.string(),
      grpcStatus: z.string().optional(),
      flags: z.array(z.string()),
      points,
    }),
  ),
  latencies: z.array(z.object({ reporter, version: z.string().optional(), leMs: z.number().optional(), points })),
  tcp: z.array(z.object({ reporter, version: z.string().optional(), direction: z.enum(['sent', 'received']), points })),
  notices: z.array(Notice),
})
export type ServiceHistory = z.infer<typeof ServiceHistory>

export const serviceHistory = endpoint({
  method: 'GET',
  path: '/api/v1/services/{namespace}/{name}/history',
  summary: 'Requests, errors, latencies and bytes of one service over time',
  params: ServiceParams,
  query: z.strictObject({ cluster, window: Window.default(3600), at }),
  response: ServiceHistory,
})
