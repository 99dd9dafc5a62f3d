import { healthLive } from '#lib/endpoints/health.ts'
import { handle } from '#lib/server/handle.ts'

export const dynamic = 'force-dynamic'
export const GET = handle(healthLive, async () => ({ status: 'ok' as const }))
