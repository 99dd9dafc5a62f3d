import { serviceSplit } from '#lib/endpoints/changes.ts'
import { handle } from '#lib/server/handle.ts'
import { readServiceSplit } from '#lib/usecases/read-service-split.ts'

export const GET = handle(serviceSplit, ({ ctx, params, query }) => readServiceSplit(ctx, { ...params, ...query }))
