import { serviceFacts } from '#lib/endpoints/services.ts'
import { handle } from '#lib/server/handle.ts'
import { readServiceFacts } from '#lib/usecases/read-service-facts.ts'

export const GET = handle(serviceFacts, ({ ctx, query }) => readServiceFacts(ctx, query))
