import { z } from 'zod'
import { Scope } from '../domain/graph/scope.ts'
import { GraphPatch, GraphSnapshot } from '../domain/graph/snapshot.ts'
import { endpoint } from './endpoint.ts'
import { Problem } from './problem.ts'

export const graphSnapshot = endpoint({
  method: 'GET',
  path: '/api/v1/graph',
  summary: 'The traffic graph of a scope over one window',
  params: z.strictObject({}),
  query: Scope,
  response: GraphSnapshot,
})

/** Live events of `/api/v1/live`, by SSE event name. The first is `snapshot`; a patch applies only where `from` equals the last `seq`. */
export const liveEvents = {
  snapshot: z.object({ seq: z.number().int(), snapshot: GraphSnapshot }),
  patch: z.object({ from: z.number().int(), to: z.number().int(), patch: GraphPatch }),
  /** The next reading failed; the last one stands, the stream goes on and tries again. */
  problem: Problem,
  /** Every 15 s: the line is open. */
  alive: z.object({}),
  /** The stream has lived its time; open the next one. */
  end: z.object({}),
}

/** One server-sent stream per tab: graph of a scope, live. `at` is not accepted here. */
export const liveGraph = endpoint({
  method: 'GET',
  path: '/api/v1/live',
  summary: 'The traffic graph of a scope as server-sent events: a snapshot, then patches',
  params: z.strictObject({}),
  query: Scope.omit({ at: true }),
  response: z.union([liveEvents.snapshot, liveEvents.patch, liveEvents.problem]),
})
