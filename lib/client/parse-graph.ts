import { z } from 'zod'
import { GraphEdge, GraphNode, GraphPatch, GraphSnapshot } from '../domain/graph/snapshot.ts'
import { liveEvents } from '../endpoints/graph.ts'
import type { Job } from './sliced-queue.ts'

const unread = { nodes: z.array(z.unknown()), edges: z.array(z.unknown()) }

const UnreadSnapshotEvent = liveEvents.snapshot.extend({ snapshot: GraphSnapshot.extend(unread) })
const UnreadPatchEvent = liveEvents.patch.extend({ patch: GraphPatch.extend(unread) })

/** The text of a `snapshot` event, parsed as `liveEvents.snapshot` says. */
export function* parseSnapshotEvent(text: string): Job<z.output<typeof liveEvents.snapshot>> {
  const raw: unknown = JSON.parse(text)
  yield
  const { seq, snapshot } = UnreadSnapshotEvent.parse(raw)
  return { seq, snapshot: { ...snapshot, ...(yield* parseGraph(snapshot)) } }
}

/** The text of a `patch` event, parsed as `liveEvents.patch` says. */
export function* parsePatchEvent(text: string): Job<z.output<typeof liveEvents.patch>> {
  const raw: unknown = JSON.parse(text)
  yield
  const { from, to, patch } = UnreadPatchEvent.parse(raw)
  return { from, to, patch: { ...patch, ...(yield* parseGraph(patch)) } }
}

/** One by one: a thousand services at once would hold the page up. */
function* parseGraph(unreadGraph: { nodes: unknown[]; edges: unknown[] }): Job<Pick<GraphSnapshot, 'nodes' | 'edges'>> {
  return {
    nodes: yield* parseEach(GraphNode, unreadGraph.nodes),
    edges: yield* parseEach(GraphEdge, unreadGraph.edges),
  }
}

function* parseEach<Schema extends z.ZodType>(schema: Schema, items: readonly unknown[]): Job<z.output<Schema>[]> {
  const parsed: z.output<Schema>[] = []
  for (const item of items) {
    parsed.push(schema.parse(item))
    yield
  }
  return parsed
}
