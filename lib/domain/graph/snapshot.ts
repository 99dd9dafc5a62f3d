import { z } from 'zod'
import { Notice } from '../notice.ts'
import { OwnThresholds } from '../thresholds/thresholds.ts'

/**
 * `failing`, `degraded`: by the thresholds; `healthy`: traffic and neither; `idle`: known, no traffic in the window;
 * `unknown`: traffic not measurable now (metrics source down), or what it is cannot be told.
 */
export const Health = z.enum(['failing', 'degraded', 'healthy', 'idle', 'unknown'])
export type Health = z.infer<typeof Health>

export const NodeKind = z.enum([
  'service',
  'workload',
  'app',
  'gateway',
  'waypoint',
  'external',
  'unknown',
  'passthrough',
  'blackhole',
])
export type NodeKind = z.infer<typeof NodeKind>

const perSecond = z.number().nonnegative()
const ratio = z.number().min(0).max(1)

/** Traffic of a node or an edge. Absent is not measured; a ratio is absent when there were no requests. */
const Traffic = z.object({
  requestsPerSecond: perSecond.optional(),
  /** Server failures ÷ requests, by `outcomeOf`; injected faults count in neither. */
  errorRatio: ratio.optional(),
  clientErrorRatio: ratio.optional(),
  /** Requests whose failure we or another drill injected (`FI`, `DI`) ÷ requests. */
  injectedRatio: ratio.optional(),
  /** TCP only: both directions together. */
  bytesPerSecond: perSecond.optional(),
  connectionsPerSecond: perSecond.optional(),
  /** Of requests as the caller's proxy timed them, where it reported. */
  meanLatencyMs: z.number().nonnegative().optional(),
  /** The histogram bucket that holds the 95th percentile: [lower, upper] in ms; an open last bucket has upper = its lower bound. */
  p95Ms: z.tuple([z.number(), z.number()]).optional(),
})

/** A node's traffic is what arrives at it; for an entry (nothing arrives) what it sends, attempts it did not feel left out. */
export const GraphNode = Traffic.extend({
  id: z.string(),
  kind: NodeKind,
  cluster: z.string(),
  name: z.string(),
  /** Empty for nodes outside every namespace. */
  namespace: z.string(),
  app: z.string().optional(),
  version: z.string().optional(),
  /** Versions seen in traffic or inventory, for nodes that stand for several. */
  versions: z.array(z.string()).optional(),
  /** Carries TCP only. */
  isTcp: z.boolean().optional(),
  /** In the mesh (sidecar, ambient), or not; absent when the inventory does not know the node. */
  membership: z.enum(['sidecar', 'ambient', 'none']).optional(),
  /** What it and the edges into it are judged by, where those are not the defaults. */
  thresholds: OwnThresholds.optional(),
  health: Health,
  /** Failing where errors start (`origin`), or only passing on what fails behind it (`victim`). */
  role: z.enum(['origin', 'victim']).optional(),
})
export type GraphNode = z.infer<typeof GraphNode>

/** What one proxy counted on an edge: requests per second by `code` (gRPC: `grpc 14`) and by response flag; TCP has bytes, connections and flags. */
export const ReporterView = z.object({
  requestsPerSecond: perSecond.optional(),
  errorRatio: ratio.optional(),
  injectedRatio: ratio.optional(),
  bytesPerSecond: perSecond.optional(),
  connectionsPerSecond: perSecond.optional(),
  meanLatencyMs: z.number().nonnegative().optional(),
  p95Ms: z.tuple([z.number(), z.number()]).optional(),
  byCode: z.record(z.string(), perSecond),
  byFlag: z.record(z.string(), perSecond),
})
export type ReporterView = z.infer<typeof ReporterView>

export const GraphEdge = Traffic.extend({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  protocol: z.enum(['http', 'grpc', 'tcp']),
  /** Like `p95Ms`, of the same histogram; absent where that is. */
  p50Ms: z.tuple([z.number(), z.number()]).optional(),
  p99Ms: z.tuple([z.number(), z.number()]).optional(),
  /** Requests per second by status: `200`, `503`, `0` for no answer; gRPC as `grpc 0`, `grpc 14`. Adds up to `requestsPerSecond`. */
  byCode: z.record(z.string(), perSecond).optional(),
  /** Requests (TCP: connections) per second by single response flag, of both reporters; one with `URX,UF` counts under both. */
  byFlag: z.record(z.string(), perSecond).optional(),
  /** Share of the destination's requests or connections under mutual TLS; absent where only the source reported. */
  mtlsShare: ratio.optional(),
  /**
   * Set where only the callee counted although the caller's proxy reports: retries that hid a failure, or mirrored
   * traffic. The caller did not feel these attempts; they are not in what it sends.
   */
  isAttemptsOnly: z.boolean().optional(),
  /** Such attempts that a mirror in the caller's effective VirtualService explains: copies whose answers nobody reads. */
  isMirrored: z.literal(true).optional(),
  /** The proxies' own numbers, where they reported: their difference is evidence. */
  reporters: z
    .object({
      source: ReporterView.optional(),
      waypoint: ReporterView.optional(),
      destination: ReporterView.optional(),
    })
    .optional(),
  health: Health,
})
export type GraphEdge = z.infer<typeof GraphEdge>

/** Nodes and edges are sorted by id; every edge's ends are among the nodes. */
export const GraphSnapshot = z.object({
  /** Unix seconds: the end of the window. */
  takenAt: z.number(),
  windowSeconds: z.number(),
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
  notices: z.array(Notice),
})
export type GraphSnapshot = z.infer<typeof GraphSnapshot>

/** The difference of two snapshots: whole changed or new nodes and edges, ids of those gone. */
export const GraphPatch = z.object({
  takenAt: z.number(),
  windowSeconds: z.number(),
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
  removedNodes: z.array(z.string()),
  removedEdges: z.array(z.string()),
  notices: z.array(Notice),
})
export type GraphPatch = z.infer<typeof GraphPatch>
