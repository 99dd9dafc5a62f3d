import { healthReady } from '#lib/endpoints/health.ts'
import { handle } from '#lib/server/handle.ts'
import { readReadiness } from '#lib/usecases/read-readiness.ts'

export const dynamic = 'force-dynamic'
export const GET = handle(healthReady, async ({ ctx }) => ({
  ...(await readReadiness(ctx)),
  writes: ctx.writes.state(),
}))
