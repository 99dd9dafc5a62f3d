import { liveGraph } from '#lib/endpoints/graph.ts'
import { answer } from '#lib/server/handle.ts'
import { liveResponse } from '#lib/server/live-response.ts'
import { watchGraph } from '#lib/usecases/watch-graph.ts'

export const GET = answer(liveGraph, ({ ctx, query, house }) => {
  const subscription = house.hub.subscribe(JSON.stringify(query), (signal) => watchGraph({ ...ctx, signal }, query))
  return liveResponse(subscription, ctx.signal)
})
