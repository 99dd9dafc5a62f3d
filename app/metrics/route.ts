import { ownMetrics } from '#lib/endpoints/texts.ts'
import { answer } from '#lib/server/handle.ts'

export const dynamic = 'force-dynamic'
export const GET = answer(ownMetrics, async ({ house: { ownMetrics: own } }) => {
  return new Response(await own.registry.metrics(), { headers: { 'Content-Type': own.registry.contentType } })
})
