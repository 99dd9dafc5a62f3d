import { z } from 'zod'
import { GraphNode } from '../graph/snapshot.ts'
import { ProblemCause } from '../health/problem-cause.ts'
import { MeshPlace } from '../mesh/mesh-place.ts'
import { Notice } from '../notice.ts'

const perSecond = z.number().nonnegative()
const ratio = z.number().min(0).max(1)
const count = z.number().int().nonnegative()

/** Who takes part in a problem. */
export const ProblemEnd = GraphNode.pick({ kind: true, cluster: true, namespace: true, name: true, version: true })
export type ProblemEnd = z.infer<typeof ProblemEnd>

/** One line of what is wrong now: a `MeshProblem` with the names it takes to say it and the pages to look at. */
export const OverviewProblem = z.object({
  /** Of the node or edge in the graph of versioned apps. */
  id: z.string(),
  health: z.enum(['failing', 'degraded']),
  cause: ProblemCause,
  /** Of what `cause` counts; absent where that was not measured. */
  share: ratio.optional(),
  /** Server failures, for TCP connections that failed. */
  failedPerSecond: perSecond,
  requestsPerSecond: perSecond.optional(),
  topCode: z.string().optional(),
  topFlag: z.string().optional(),
  /** Of an edge only. */
  source: ProblemEnd.optional(),
  target: ProblemEnd,
  affectedCallers: count,
  /** Versions of the same app that are healthy. */
  siblingsHealthy: z.array(z.string()).optional(),
  /** The first few of those that fail only because of it, and how many they are. */
  victims: z.array(ProblemEnd),
  victimCount: count,
  service: MeshPlace.optional(),
  workload: MeshPlace.optional(),
})
export type OverviewProblem = z.infer<typeof OverviewProblem>

/** Something that was changed by people or their tools, as far as the objects themselves still tell. */
export const MeshChange = MeshPlace.extend({
  /** Unix seconds. */
  at: z.number(),
  what: z.enum(['created', 'changed', 'rolled-out']),
  kind: z.string(),
  /** The field manager of the last write. */
  by: z.string().optional(),
  readyPods: count.optional(),
  desiredPods: count.optional(),
})
export type MeshChange = z.infer<typeof MeshChange>

/** The mesh at a moment in one small answer, however large the mesh. What could not be measured or read is absent. */
export const Overview = z.object({
  /** Unix seconds: the end of the window. */
  takenAt: z.number(),
  windowSeconds: z.number(),
  /** The worst of them, and how many there are. */
  problems: z.array(OverviewProblem),
  problemCount: count,
  /** Sums over all connections. */
  figures: z.object({
    requestsPerSecond: perSecond.optional(),
    errorRatio: ratio.optional(),
    /** Calls under mutual TLS ÷ calls whose receiver told. */
    mtlsRatio: ratio.optional(),
    /** Connections that carried anything in the window. */
    busyEdges: count,
  }),
  mesh: z.object({
    clusters: count.optional(),
    namespaces: count,
    services: count,
    workloads: count.optional(),
    /** Ready pods of namespaces that take part in the mesh, and those of them that do. */
    pods: z.object({ all: count, meshed: count }).optional(),
    /** What takes part in traffic without being in the mesh. */
    outside: z.object({ names: z.array(z.string()), count }),
    /** Services whose thresholds are not the defaults. */
    ownThresholds: count,
  }),
  busiest: z.array(GraphNode),
  /** Of the hour before `takenAt`, youngest first; absent where the inventory could not be read. */
  changes: z.array(MeshChange).optional(),
  notices: z.array(Notice),
})
export type Overview = z.infer<typeof Overview>

/** How long each problem of an overview has stood, and how its share went. */
export const OverviewHistory = z.object({
  timestamps: z.array(z.number()),
  stepSeconds: z.number(),
  problems: z.array(
    z.object({
      id: z.string(),
      /** The share of what its cause counts at each timestamp; null is not measured. */
      points: z.array(z.number().nullable()),
      /** Unix seconds; absent where it has stood since before the first timestamp, or not long enough for a point. */
      since: z.number().optional(),
      /** It has stood since before the first timestamp. */
      isOlder: z.boolean(),
    }),
  ),
})
export type OverviewHistory = z.infer<typeof OverviewHistory>
