import type { GraphQuestion } from '../domain/graph/build-graph.ts'
import { foldClusterIds } from '../domain/graph/fold-cluster-ids.ts'
import { momentOf } from '../domain/live-moment.ts'
import type { UnixSeconds } from '../domain/time.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readSources, type Sources } from './read-sources.ts'

export interface MeshQuestion {
  /** Absent: now. */
  at?: UnixSeconds | undefined
  windowSeconds: number
  namespaces?: string[] | undefined
  /** The inventory's id or telemetry's. */
  cluster?: string | undefined
}

export interface Mesh extends Sources {
  /** What every graph of it is built from, but for the type. */
  asked: Omit<GraphQuestion, 'type'>
}

/** Both sources at one moment, clusters called as telemetry calls them. Partial and rejecting as `readSources`. */
export async function readMesh(ctx: Ctx<'cluster' | 'metrics' | 'clock'>, question: MeshQuestion): Promise<Mesh> {
  const { windowSeconds, namespaces } = question
  const at = momentOf(question.at, ctx.clock.now())
  const sources = await readSources(ctx, { at, windowSeconds, namespaces })
  const { traffic } = sources
  const { inventory, idOf } = foldClusterIds(sources.inventory, traffic)
  const cluster = question.cluster === undefined ? undefined : idOf(question.cluster)
  return { ...sources, inventory, asked: { inventory, traffic, namespaces, cluster, at, windowSeconds } }
}
