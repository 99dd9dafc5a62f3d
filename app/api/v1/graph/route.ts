import { graphSnapshot } from '#lib/endpoints/graph.ts'
import { handle } from '#lib/server/handle.ts'
import { readGraph } from '#lib/usecases/read-graph.ts'

export const GET = handle(graphSnapshot, ({ ctx, query }) => readGraph(ctx, query))
