import { serviceHistory } from '#lib/endpoints/services.ts'
import { handle } from '#lib/server/handle.ts'
import { readServiceHistory } from '#lib/usecases/read-service-history.ts'

export const GET = handle(serviceHistory, ({ ctx, params, query: { window: windowSeconds, ...query } }) =>
  readServiceHistory(ctx, { ...params, ...query, windowSeconds }),
)
